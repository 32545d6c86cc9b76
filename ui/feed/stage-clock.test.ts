import { describe, expect, it } from 'vitest';
import type { PollView } from '../../core/contracts/room/entries.ts';
import type { StandingCue } from '../../core/contracts/room/frames.ts';
import type { PollId } from '../../core/contracts/room/ids.ts';
import { ballotTimeMs, phaseOf, pollAt, pollsAt, showAt } from './stage-clock.ts';

const NOW = 1_700_000_000_000;
const cues: readonly StandingCue[] = [
  { offset: 1, cue: { kind: 'layout', layout: 'slides' }, atMs: NOW },
  { offset: 2, cue: { kind: 'banner', text: 'Break', url: null }, atMs: NOW + 1_000 },
  { offset: 3, cue: { kind: 'layout', layout: 'picture' }, atMs: NOW + 5_000 },
  { offset: 4, cue: { kind: 'banner-off' }, atMs: NOW + 6_000 },
  { offset: 5, cue: { kind: 'redirect', url: 'https://next.example' }, atMs: NOW + 7_000 },
  { offset: 6, cue: { kind: 'layout', layout: 'picture-chat' }, atMs: NOW + 5_000 },
];

describe('the show', () => {
  it.each([
    { at: -1, layout: 'picture-chat', banner: null, redirect: null, because: 'his picture is not there yet' },
    { at: 0, layout: 'slides', banner: null, redirect: null, because: 'at the very frame' },
    { at: 1_500, layout: 'slides', banner: 'Break', redirect: null, because: 'the banner has come' },
    { at: 5_000, layout: 'picture-chat', banner: 'Break', redirect: null, because: 'of the same time the later said counts' },
    { at: 6_000, layout: 'picture-chat', banner: null, redirect: null, because: 'the banner is off' },
    { at: 7_000, layout: 'picture-chat', banner: null, redirect: true, because: 'he is sent on' },
    { at: 60_000, layout: 'picture-chat', banner: null, redirect: false, because: 'who comes a minute later is asked first' },
  ])('$at ms: $because', ({ at, layout, banner, redirect }) => {
    const show = showAt(cues, NOW + at);
    expect([show.layout, show.banner?.text ?? null, show.redirect?.isNow ?? null]).toEqual([layout, banner, redirect]);
  });

  it('begins as it was set ahead, until the host changes it', () => {
    expect([-1, 0].map((at) => showAt(cues, NOW + at, 'picture').layout)).toEqual(['picture', 'slides']);
  });

  it('two viewers at 3 s and 15 s behind see the same thing at the same frame', () => {
    const seen = [3_000, 15_000].map((delayMs) => {
      for (let wallMs = NOW; ; wallMs += 100) if (showAt(cues, wallMs - delayMs).layout === 'slides') return wallMs - delayMs;
    });
    expect(Math.abs((seen[0] ?? 0) - (seen[1] ?? 0))).toBeLessThan(500);
  });
});

describe('a poll', () => {
  const poll = (more: Partial<PollView> = {}): PollView => ({
    ...{ id: 'p' as PollId, kind: 'single', question: 'Yes?', options: ['yes', 'no'], state: 'open', isTest: true, isChangeable: false },
    ...{ results: 'always', maxChoices: 1, openedAtMs: NOW, closesAtMs: NOW + 30_000 },
    ...more,
  });

  it.each([
    { more: {}, at: -1, phase: 'coming' },
    { more: {}, at: 0, phase: 'open' },
    { more: {}, at: 29_999, phase: 'open' },
    { more: {}, at: 30_000, phase: 'closed' },
    { more: { state: 'closed' }, at: 29_999, phase: 'open' },
    { more: { state: 'closed', closesAtMs: null }, at: 5, phase: 'closed' },
    { more: { closesAtMs: null }, at: 99_000, phase: 'open' },
    { more: { state: 'draft', openedAtMs: null, closesAtMs: null }, at: 0, phase: 'coming' },
  ] as const)('$more at $at ms is $phase', ({ more, at, phase }) => {
    expect(phaseOf(poll(more), NOW + at)).toBe(phase);
  });

  it('the answer and the numbers wait for the viewer’s own picture', () => {
    const settled = poll({ state: 'closed', correct: [0], final: { voters: 1, counts: [1, 0] } });
    expect(pollAt(settled, NOW + 29_000)).not.toHaveProperty('correct');
    expect(pollAt(settled, NOW + 29_000)).not.toHaveProperty('final');
    expect(pollAt(settled, NOW + 31_000)).toMatchObject({ correct: [0], final: { voters: 1 } });
  });

  it('the newest first, those to come not at all; a ballot is never given before its poll', () => {
    const polls = [poll(), poll({ id: 'q' as PollId, openedAtMs: NOW + 9_000 }), poll({ id: 'r' as PollId, openedAtMs: NOW + 90_000 })];
    expect(pollsAt(polls, NOW + 10_000).map(({ id }) => id)).toEqual(['q', 'p']);
    expect([ballotTimeMs(poll(), NOW - 400.5), ballotTimeMs(poll(), NOW + 400.4)]).toEqual([NOW, NOW + 400]);
  });
});
