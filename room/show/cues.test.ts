import { describe, expect, it } from 'vitest';
import type { Cue } from '../../core/contracts/room/entries.ts';
import type { StandingCue } from '../../core/contracts/room/frames.ts';
import { seededRandom } from '../../core/runtime/test-support.ts';
import { addCue, KEPT_CUES, placeOf } from '../../core/contracts/room/room-view.ts';
import { cueOf, judgeUndo } from './cues.ts';

const banner: Cue = { kind: 'banner', text: 'Break', url: null };
const off: Cue = { kind: 'banner-off' };
const slides: Cue = { kind: 'layout', layout: 'slides' };

describe('cues', () => {
  it.each([
    { act: { act: 'layout', layout: 'slides' }, cue: slides },
    { act: { act: 'banner', text: ' Break\u200b' }, cue: banner },
    { act: { act: 'banner-off' }, cue: off },
    { act: { act: 'redirect', url: 'https://a.example' }, cue: { kind: 'redirect', url: 'https://a.example' } },
  ] as const)('$act puts $cue on the stage', ({ act, cue }) => {
    expect(cueOf(act)).toEqual({ ok: true, cue });
  });

  it('a banner with nothing to read is none', () => {
    expect(cueOf({ act: 'banner', text: '\u200b' })).toMatchObject({ code: 'ROOM_TEXT_EMPTY' });
  });

  it('are taken back by those who may give them, once', () => {
    const cues: readonly StandingCue[] = [
      { offset: 1, cue: slides, atMs: 1 },
      { offset: 2, cue: banner, atMs: 2 },
      { offset: 3, cue: { kind: 'redirect', url: 'https://a.example' }, atMs: 3 },
    ];
    const rows = [
      { offset: 1, who: { host: undefined, presenter: undefined, moderator: 'ROOM_NOT_ALLOWED' } },
      { offset: 2, who: { host: undefined, presenter: undefined, moderator: undefined } },
      { offset: 3, who: { host: undefined, presenter: 'ROOM_NOT_ALLOWED', moderator: 'ROOM_NOT_ALLOWED' } },
      { offset: 9, who: { host: 'ROOM_NO_SUCH_CUE', presenter: 'ROOM_NO_SUCH_CUE', moderator: 'ROOM_NO_SUCH_CUE' } },
    ];
    for (const { offset, who } of rows)
      for (const role of ['host', 'presenter', 'moderator'] as const) expect(judgeUndo(cues, offset, role)?.code).toBe(who[role]);
  });

  it.each([1, 2, 3])('for whoever is not far behind, the right one stands, in whatever order they came (seed %i)', (seed) => {
    const random = seededRandom(seed);
    const all: StandingCue[] = [];
    let kept: readonly StandingCue[] = [];
    for (let offset = 1; offset <= 200; offset++) {
      const cue: Cue = random() < 0.4 ? slides : random() < 0.5 ? banner : off;
      const added = { offset, cue, atMs: offset * 1_000 + Math.floor((random() - 0.5) * 4_000) };
      all.push(added);
      kept = addCue(kept, added);
      for (const place of ['layout', 'banner'] as const) {
        const known = all.filter((one) => placeOf(one.cue) === place).sort((a, b) => a.atMs - b.atMs || a.offset - b.offset);
        expect(kept.filter((one) => placeOf(one.cue) === place)).toEqual(known.slice(-KEPT_CUES));
      }
    }
  });
});
