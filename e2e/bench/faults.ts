/** Faults by number: ffmpeg killed fifty times, the presenter's connection dropped ten times, judged by what a viewer sees. */
import { startPlenary } from '../rig/plenary.ts';
import { childrenOf } from '../rig/processes.ts';
import { isSlate, isStage, longestGap, untilFrame, untilMoving } from '../rig/judge.ts';
import { FULL_STAGE, publishStage } from '../rig/publisher.ts';
import { openViewer } from '../rig/viewer.ts';
import { waitUntil } from '../../core/runtime/test-support.ts';
import { option, pass, quantile, report, seconds } from './report.ts';

const kills = option('kills', 50, 3);
const drops = option('drops', 10, 1);

const plenary = await startPlenary({ TRANSCODER_MAX_RUNGS: '2', LOG_LEVEL: 'warn' });
let publisher = publishStage(plenary.publishUrl(), FULL_STAGE);
const viewer = await openViewer(plenary.facts().watchUrl ?? '');
try {
  await viewer.untilPlaying(30_000);
  await pass(10_000);
  const before = await viewer.snapshot();
  const gaps: number[] = [];
  for (let count = 0; count < kills; count++) {
    const [ffmpeg] = await waitUntil(
      async () => {
        const found = await childrenOf(plenary.pid(), 'ffmpeg');
        return found.length === 1 ? found : undefined;
      },
      { within: 10_000, what: 'one ffmpeg' },
    );
    await viewer.takeGlass();
    process.kill(ffmpeg ?? 0, 'SIGKILL');
    await pass(6_000);
    gaps.push(longestGap(await viewer.takeGlass()));
    await untilMoving(viewer);
  }
  const slates: number[] = [];
  const returns: number[] = [];
  for (let count = 0; count < drops; count++) {
    await viewer.takeGlass();
    await publisher.stop('SIGKILL');
    const goneMs = Date.now();
    slates.push((await untilFrame(viewer, isSlate, 15_000, 'the slate')).found.atMs - goneMs);
    await pass(5_000);
    publisher = publishStage(plenary.publishUrl(), FULL_STAGE);
    await untilFrame(viewer, isStage, 20_000, 'the stage');
    returns.push(Date.now() - goneMs - 5_000);
    await pass(5_000);
  }
  const after = await viewer.snapshot();
  report('Faults, as a viewer sees them', 'make bench-faults', [
    {
      what: `ffmpeg killed ${kills} times: longest time between two presented frames`,
      goal: `<= 2.0 s, ${kills} of ${kills}`,
      figure: `median ${seconds(quantile(gaps, 0.5))}, worst ${seconds(Math.max(...gaps))}, ${gaps.filter((gap) => gap <= 2_000).length} of ${kills}`,
      met: Math.max(...gaps) <= 2_000,
    },
    {
      what: `presenter killed ${drops} times: to the slate on screen`,
      goal: '<= 1.5 s',
      figure: `median ${seconds(quantile(slates, 0.5))}, worst ${seconds(Math.max(...slates))}`,
      met: Math.max(...slates) <= 1_500,
    },
    {
      what: 'over all of it: fatal player errors, reloads, sources opened anew',
      goal: '0, 0',
      figure: `${after.fatalErrors}, ${after.loadedAtMs === before.loadedAtMs ? 0 : 1}, ${after.recreated}`,
      met: after.fatalErrors === 0 && after.loadedAtMs === before.loadedAtMs,
    },
  ]);
  process.stdout.write(`(from a new encoder's start to the stage on screen: median ${seconds(quantile(returns, 0.5))})\n`);
} finally {
  await viewer.close();
  await publisher.stop();
  await plenary.stop();
}
