/** What the browsers of a viewer and of an organiser fetch at first, and later: bytes after `gzip -9`, beside their budget. */
import { ensurePlayerBuilt } from '../../player/build/ensure-player-built.ts';
import { pageSizes } from '../../player/build/sizes.ts';
import viewerBudget from '../../player/size-budget.json' with { type: 'json' };
import { ensureStudioBuilt } from '../../studio/build/ensure-studio-built.ts';
import { studioSizes } from '../../studio/build/sizes.ts';
import studioBudget from '../../studio/size-budget.json' with { type: 'json' };
import type { Row } from './report.ts';
import { report } from './report.ts';

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} KB`;
const VIEWER = {
  script: 'script of the watch page without hls.js: page, preact, signals, heaviest language',
  style: 'style of the page',
  room: 'the room, fetched after the first frame: script, style, heaviest language',
  event: 'what a closed event shows instead of the picture: script, style, heaviest language',
  hls: 'hls.js and what is ours around it',
} as const;
const STUDIO = {
  script: 'script of the studio: page, preact, signals, heaviest language',
  style: 'style of the studio',
  control: 'the control room, fetched when it is opened: script, style',
  chart: 'the chart in the control room: script, style',
  hls: 'hls.js in the control room',
} as const;

function rowsOf<What extends string>(
  words: Readonly<Record<What, string>>,
  sizes: Readonly<Record<NoInfer<What>, number>>,
  budget: Readonly<Record<NoInfer<What>, number>>,
): Row[] {
  return (Object.keys(words) as What[]).map((what) => ({
    what: `${words[what]}, gzip -9`,
    goal: `<= ${kilobytes(budget[what])}`,
    figure: kilobytes(sizes[what]),
    met: sizes[what] <= budget[what],
  }));
}

report('Sizes', 'make sizes', [
  ...rowsOf(VIEWER, pageSizes(await ensurePlayerBuilt()), viewerBudget),
  ...rowsOf(STUDIO, studioSizes(await ensureStudioBuilt()), studioBudget),
]);
