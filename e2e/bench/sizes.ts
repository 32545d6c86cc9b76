/** What a viewer's browser fetches before there is a picture, and after: bytes after `gzip -9`, beside their budget. */
import { ensurePlayerBuilt } from '../../player/build/ensure-player-built.ts';
import { pageSizes } from '../../player/build/sizes.ts';
import budget from '../../player/size-budget.json' with { type: 'json' };
import { report } from './report.ts';

const sizes = pageSizes(await ensurePlayerBuilt());
const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} KB`;
const WORDS = {
  script: 'script of the watch page without hls.js: page, preact, signals, heaviest language',
  style: 'style of the page',
  room: 'the room, fetched after the first frame: script, style, heaviest language',
  event: 'what a closed event shows instead of the picture: script, style, heaviest language',
  hls: 'hls.js and what is ours around it',
} as const;

report(
  'Sizes',
  'make sizes',
  (['script', 'style', 'room', 'event', 'hls'] as const).map((what) => ({
    what: `${WORDS[what]}, gzip -9`,
    goal: `<= ${kilobytes(budget[what])}`,
    figure: kilobytes(sizes[what]),
    met: sizes[what] <= budget[what],
  })),
);
