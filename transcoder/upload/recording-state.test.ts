import { describe, expect, it } from 'vitest';
import type { RecordingId, RenditionId, StreamId } from '../../core/contracts/ids.ts';
import { seededRandom } from '../../core/runtime/test-support.ts';
import { replay } from './recording-files.ts';
import type { JournalLine } from './recording-state.ts';
import { RecordingState } from './recording-state.ts';

const [SOURCE, LOW] = ['source', '360p'] as RenditionId[] as [RenditionId, RenditionId];
const OPENED = { kind: 'opened', stream: 'stage' as StreamId, recording: 'recording1' as RecordingId, targetDurationSeconds: 4 } as const;

const run = (number: number, peakBps = 3_000_000): JournalLine => ({
  kind: 'run',
  run: number,
  renditions: [SOURCE, LOW].map((rendition) => ({
    rendition,
    codecs: 'avc1.64001f,mp4a.40.2',
    width: 1280,
    height: 720,
    frameRate: 30,
    peakBps,
    averageBps: peakBps / 2,
    initName: `abcdefgh-i${number}.mp4`,
    init: 'AAAA',
  })),
});
const segment = (msn: number, ofRun = 0, rendition = SOURCE): JournalLine => ({
  kind: 'segment',
  rendition,
  msn,
  run: ofRun,
  name: `abcdefgh-s${msn}.m4s`,
  bytes: 100,
  sha256: '',
  durationTicks: 180_000,
  startMs: 1_700_000_000_000 + msn * 2_000,
});
const stored = (msn: number, rendition = SOURCE): JournalLine => ({ kind: 'stored', rendition, msn });
const lost = (msn: number, rendition = SOURCE): JournalLine => ({ kind: 'lost', rendition, msn });

function stateOf(lines: readonly JournalLine[]): RecordingState {
  const state = new RecordingState(OPENED);
  for (const line of lines) state.apply(line);
  return state;
}

/** The segments that a playlist names, `-` for a gap, `|` for another run, `.` for its end. */
function named(text: string | undefined): string {
  let gap = false;
  let out = '';
  for (const line of (text ?? '').split('\n')) {
    if (line === '#EXT-X-GAP') gap = true;
    if (line === '#EXT-X-DISCONTINUITY') out += '|';
    if (line === '#EXT-X-ENDLIST') out += '.';
    if (line === '' || line.startsWith('#')) continue;
    out += gap ? '-' : (/-s(\d+)\./.exec(line)?.[1] ?? '?');
    gap = false;
  }
  return out;
}

describe('a playlist names', () => {
  for (const { lines, says, because } of [
    { lines: [run(0), segment(0), segment(1)], says: '', because: 'nothing before it is stored' },
    { lines: [run(0), segment(0), segment(1), stored(0)], says: '0', because: 'what is stored' },
    { lines: [run(0), segment(0), segment(1), stored(1)], says: '', because: 'nothing behind what is not' },
    { lines: [run(0), segment(0), segment(1), stored(1), stored(0)], says: '01', because: 'both, once the first is there too' },
    {
      lines: [run(0), segment(0), segment(1), segment(2), stored(0), lost(1), stored(2)],
      says: '0-2',
      because: 'a gap where one was lost, so that time is kept',
    },
    { lines: [run(0), segment(0), lost(0)], says: '', because: 'not gaps alone' },
    {
      lines: [run(0), segment(0), run(1), segment(1, 1), stored(0), stored(1)],
      says: '0|1',
      because: 'another run behind a discontinuity',
    },
    { lines: [run(0), segment(0), segment(1), stored(0), { kind: 'ended' } as const], says: '0', because: 'no end while something waits' },
    {
      lines: [run(0), segment(0), segment(1), stored(0), { kind: 'ended' } as const, stored(1)],
      says: '01.',
      because: 'its end, when all is there',
    },
    { lines: [run(0), segment(0), segment(0), stored(0)], says: '0', because: 'a segment once, also when its line was written twice' },
  ]) {
    it(because, () => {
      expect(named(stateOf(lines).playlist(SOURCE))).toBe(says);
    });
  }
});

it('the multivariant playlist waits until every rendition can be played', () => {
  const lines = [run(0), segment(0), segment(0, 0, LOW), stored(0)];
  expect(stateOf(lines).multivariant()).toBeUndefined();
  expect(stateOf([...lines, stored(0, LOW)]).multivariant()).toContain('360p/index.m3u8');
});

it('the multivariant playlist has the rates of a presenter, not those of a slate that came last', () => {
  const lines = [run(0, 4_000_000), segment(0), segment(0, 0, LOW), stored(0), stored(0, LOW), run(1, 500_000)];
  expect(stateOf(lines).multivariant()).toContain('BANDWIDTH=4000000');
});

it('an init section is asked for once for each run and rendition', () => {
  const state = stateOf([run(0), segment(0), segment(1)]);
  const row = state.waiting()[0];
  if (row === undefined) throw new Error('nothing waits');
  expect(state.initToStore(row)?.initName).toBe('abcdefgh-i0.mp4');
  state.apply({ kind: 'init-stored', rendition: SOURCE, run: 0 });
  expect(state.initToStore(row)).toBeUndefined();
});

describe('a journal', () => {
  const text = (lines: readonly JournalLine[]) => [OPENED, ...lines].map((line) => JSON.stringify(line)).join('\n');
  it('that was cut anywhere gives what stands before the cut', () => {
    const whole = text([run(0), segment(0), segment(1), stored(0), lost(1)]);
    let before = 0;
    for (let at = JSON.stringify(OPENED).length; at <= whole.length; at++) {
      const counts = replay(whole.slice(0, at))?.counts();
      const known = (counts?.stored ?? 0) * 2 + (counts?.lost ?? 0) * 2 + (counts?.waiting ?? 0);
      expect(known).toBeGreaterThanOrEqual(before);
      before = known;
    }
    expect(replay(whole)?.counts()).toEqual({ stored: 1, waiting: 0, lost: 1 });
  });

  it('goes on behind a line that was cut', () => {
    expect(replay(`${text([run(0), segment(0)])}\n{"kind":"sto\n${JSON.stringify(stored(0))}\n`)?.counts().stored).toBe(1);
  });

  it('that does not begin as one is none', () => {
    expect(replay('')).toBeUndefined();
    expect(replay(JSON.stringify(run(0)))).toBeUndefined();
    expect(replay('no journal')).toBeUndefined();
  });
});

for (let seed = 1; seed <= 10; seed++) {
  it(`whatever is stored or lost in whatever order, no playlist names what is not there, and what it named stays (seed ${seed})`, () => {
    const random = seededRandom(seed);
    const state = stateOf([run(0)]);
    const inStore = new Set<string>();
    const open: { msn: number; rendition: RenditionId }[] = [];
    const before = new Map<RenditionId, string>();
    const lines: JournalLine[] = [run(0)];
    for (let msn = 0; msn < 200; msn++) {
      for (const rendition of [SOURCE, LOW]) {
        const line = segment(msn, 0, rendition);
        lines.push(line);
        state.apply(line);
        open.push({ msn, rendition });
      }
      while (open.length > 0 && random() < 0.6) {
        const [one] = open.splice(Math.floor(random() ** 2 * open.length), 1);
        if (one === undefined) break;
        const line = random() < 0.9 ? stored(one.msn, one.rendition) : lost(one.msn, one.rendition);
        if (line.kind === 'stored') inStore.add(`${one.rendition} ${one.msn}`);
        lines.push(line);
        state.apply(line);
      }
      for (const rendition of [SOURCE, LOW]) {
        // the version is what the tags need, and a gap needs more
        const text = state.playlist(rendition)?.replace(/#EXT-X-VERSION:\d+/, '') ?? '';
        const uris = text
          .split('\n')
          .filter(
            (line, index, all) => line !== '' && !line.startsWith('#') && !all.slice(Math.max(0, index - 3), index).includes('#EXT-X-GAP'),
          );
        expect(uris.filter((uri) => !inStore.has(`${rendition} ${/-s(\d+)/.exec(uri)?.[1]}`))).toEqual([]);
        expect(text.startsWith(before.get(rendition) ?? '')).toBe(true);
        before.set(rendition, text);
      }
    }
    const again = stateOf(lines);
    expect(again.playlist(SOURCE)).toBe(state.playlist(SOURCE));
    expect(again.counts()).toEqual(state.counts());
  });
}
