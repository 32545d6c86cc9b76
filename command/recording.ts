import path from 'node:path';
import { asRecordingId, asStreamId } from '../core/contracts/ids.ts';
import { createLog } from '../core/runtime/log.ts';
import { readSettings } from '../core/runtime/settings.ts';
import { findFfmpeg } from '../transcoder/ffmpeg/find-ffmpeg.ts';
import type { ExportFacts } from '../transcoder/offline/recordings.ts';
import { exportRecording, listRecordings } from '../transcoder/offline/recordings.ts';
import { UsageError } from './errors.ts';
import { openStore } from './open-store.ts';

/** `plenary recording list | export STREAM RECORDING FILE.mp4`. Works beside a running Plenary. */
export async function recordingCommand(words: readonly string[]): Promise<void> {
  const [action, ...rest] = words;
  const settings = readSettings(process.env);
  const store = await openStore(settings, path.resolve(settings.DATA_DIR), createLog({ name: 'plenary', level: 'warn' }));
  try {
    if (action === 'list') {
      let count = 0;
      for await (const one of listRecordings(store)) {
        count++;
        const state = one.isComplete ? 'complete' : 'on air or unfinished';
        process.stdout.write(`${one.stream}  ${one.recording}  ${one.startedAt}  ${clock(one.seconds)}  ${state}\n`);
      }
      if (count === 0) process.stdout.write('There are no recordings yet.\n');
    } else if (action === 'export') {
      await exportOne(store, rest, settings.FFMPEG_PATH);
    } else {
      throw new UsageError({ sentence: action === undefined ? 'recording needs list or export' : `there is no recording ${action}` });
    }
  } finally {
    await store.close();
  }
}

async function exportOne(
  store: Awaited<ReturnType<typeof openStore>>,
  words: readonly string[],
  ffmpegSetting: string | undefined,
): Promise<void> {
  const [streamText = '', recordingText = '', outFile] = words;
  const stream = asStreamId(streamText);
  const recording = asRecordingId(recordingText);
  if (stream === undefined || recording === undefined || outFile === undefined) {
    throw new UsageError({ sentence: 'recording export needs STREAM RECORDING FILE.mp4' });
  }
  const { path: ffmpegPath } = await findFfmpeg(ffmpegSetting);
  const aborter = new AbortController();
  process.once('SIGINT', () => aborter.abort(new UsageError({ sentence: 'stopped; nothing was written' })));
  const { signal } = aborter;
  const onShare = (done: number, of: number) => process.stderr.write(`\r${clock(done)} of ${clock(of)}`);
  const facts = await exportRecording({ store, stream, recording, outFile, ffmpegPath, signal, onShare });
  process.stderr.write(`\n${whatWasDone(facts)}\n`);
  process.stdout.write(`${outFile}\n`);
}

function whatWasDone({ size, runs, scaled }: ExportFacts): string {
  const pixels = ({ width, height }: { readonly width: number; readonly height: number }) => `${width} x ${height}`;
  if (runs === 1) return `Copied as it was sent: ${pixels(size)}.`;
  const fitted = scaled.map((one) => `${clock(one.seconds)} of ${pixels(one)}`);
  const rest = fitted.length === 0 ? 'nothing was scaled' : `scaled to it: ${fitted.join(', ')}`;
  return `${runs} stretches were joined and re-encoded at ${pixels(size)}; ${rest}.`;
}

function clock(seconds: number): string {
  const whole = Math.round(seconds);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}
