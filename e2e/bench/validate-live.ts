/**
 * The strict validator on a live stream and its recording. Without an address it starts a Plenary of its own with a presenter who drops
 * once, ends the stream and looks at the recording too.
 *
 *   node e2e/bench/validate-live.ts [URL of a multivariant playlist] [--minutes 10] [--recording URL]
 */
import { statusUrl } from '../../core/contracts/urls.ts';
import type { StreamId } from '../../core/contracts/ids.ts';
import type { StreamStatus } from '../../core/contracts/stream-status.ts';
import { waitUntil } from '../../core/runtime/test-support.ts';
import { startPlenary } from '../rig/plenary.ts';
import { FULL_STAGE, publishStage } from '../rig/publisher.ts';
import { checkRecording } from '../validate/check-recording.ts';
import type { ValidationReport } from '../validate/follow-live.ts';
import { followLive } from '../validate/follow-live.ts';
import { printReport } from '../validate/print.ts';
import { option, pass } from './report.ts';

const minutes = option('minutes', 10);
const [given] = process.argv.slice(2).filter((word) => /^https?:/.test(word));
const at = process.argv.indexOf('--recording');
const recording = at < 0 ? undefined : process.argv[at + 1];

function tell(title: string, report: ValidationReport): void {
  process.stdout.write(`${printReport(title, report)}\n`);
  if (report.findings.length > 0) process.exitCode = 1;
}

if (given === undefined) await validateOwn();
else {
  if (given !== recording) tell('live', await followLive(new URL(given), AbortSignal.timeout(minutes * 60_000)));
  if (recording !== undefined) tell('recording', await checkRecording(new URL(recording), AbortSignal.timeout(600_000)));
}

async function validateOwn(): Promise<void> {
  const plenary = await startPlenary({ TRANSCODER_MAX_RUNGS: '2', GRACE_SECONDS: '10', LOG_LEVEL: 'warn' });
  let publisher = publishStage(plenary.publishUrl(), FULL_STAGE);
  try {
    const { http } = plenary.facts();
    const status = async (): Promise<StreamStatus> => (await (await fetch(http + statusUrl('demo' as StreamId))).json()) as StreamStatus;
    const { liveUrl } = await waitUntil(async () => ((await status()).liveUrl === null ? undefined : status()), {
      within: 30_000,
      every: 100,
    });
    const followed = followLive(new URL(http + liveUrl), AbortSignal.timeout(minutes * 60_000 + 60_000));
    await pass(minutes * 30_000);
    await publisher.stop('SIGKILL');
    await pass(4_000);
    publisher = publishStage(plenary.publishUrl(), FULL_STAGE);
    await pass(minutes * 30_000);
    await publisher.stop();
    tell('live, a presenter who drops once, the end', await followed);
    const { recordingUrl } = await waitUntil(async () => ((await status()).recordingUrl === null ? undefined : status()), {
      within: 30_000,
      every: 100,
    });
    const playlist = await waitUntil(
      async () => {
        const text = await (await fetch(new URL('source/index.m3u8', http + recordingUrl))).text();
        return text.includes('#EXT-X-ENDLIST');
      },
      { within: 30_000, every: 250, what: 'the end of the recording' },
    );
    if (playlist) tell('recording', await checkRecording(new URL(http + recordingUrl), AbortSignal.timeout(600_000)));
  } finally {
    await publisher.stop();
    await plenary.stop();
  }
}
