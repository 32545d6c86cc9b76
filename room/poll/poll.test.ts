import { describe, expect, it } from 'vitest';
import type { PollDraft } from '../../core/contracts/room/polls.ts';
import type { Choice } from '../../core/contracts/room/frames.ts';
import type { PollId } from '../../core/contracts/room/ids.ts';
import { seededRandom } from '../../core/runtime/test-support.ts';
import { checkDraft, MAX_OPTION, MAX_OPTIONS, MAX_POLL_QUESTION } from './draft.ts';
import { countBallots, meanRating, netPromoterScore, scoreOf } from './numbers.ts';
import { archivePoll, closePoll, isSettled, LATE_BALLOT_MS, openPoll, type PollLife } from './states.ts';
import { pollView } from './view.ts';
import { EARLY_BALLOT_MS, judgeSecond, judgeVote, type VotablePoll } from './vote.ts';

const NOW = 1_700_000_000_000;
const draft = (more: Partial<PollDraft> = {}): PollDraft => ({
  ...{ kind: 'single', question: 'Tea or coffee?', options: ['tea', 'coffee'], isTest: false, correct: [] },
  ...{ isChangeable: false, results: 'always', maxChoices: 1 },
  ...more,
});
const DRAFT: PollLife = { state: 'draft', openedAtMs: null, closesAtMs: null };
const OPEN: PollLife = { state: 'open', openedAtMs: NOW, closesAtMs: null };
const CLOSED: PollLife = { state: 'closed', openedAtMs: NOW, closesAtMs: NOW + 60_000 };
const ARCHIVED: PollLife = { ...CLOSED, state: 'archived' };

describe('a draft', () => {
  it.each([
    { more: { question: '  Why?\u200b ' }, to: { question: 'Why?' }, because: 'texts are cleaned' },
    { more: { kind: 'multiple', maxChoices: 2 }, to: { maxChoices: 2 }, because: 'as many choices as options' },
    { more: { maxChoices: 2 }, to: { maxChoices: 1 }, because: 'a single choice is one' },
    { more: { correct: [1] }, to: { correct: [] }, because: 'what is no test has no right answers' },
    { more: { kind: 'multiple', maxChoices: 2, isTest: true, correct: [1, 0] }, to: { correct: [0, 1] }, because: 'in order' },
    { more: { kind: 'nps', options: [] }, to: { options: [] }, because: 'a scale has no options' },
  ] as const)('is taken: $because', ({ more, to }) => {
    expect(checkDraft(draft(more as unknown as Partial<PollDraft>))).toMatchObject({ ok: true, draft: to });
  });

  it.each([
    { more: { question: ' ' }, code: 'ROOM_POLL_QUESTION_EMPTY' },
    { more: { question: 'x'.repeat(MAX_POLL_QUESTION + 1) }, code: 'ROOM_POLL_QUESTION_TOO_LONG' },
    { more: { options: ['one'] }, code: 'ROOM_POLL_TOO_FEW_OPTIONS' },
    { more: { options: Array.from({ length: MAX_OPTIONS + 1 }, String) }, code: 'ROOM_POLL_TOO_MANY_OPTIONS' },
    { more: { options: ['a', ' '] }, code: 'ROOM_POLL_OPTION_EMPTY' },
    { more: { options: ['a', 'x'.repeat(MAX_OPTION + 1)] }, code: 'ROOM_POLL_OPTION_TOO_LONG' },
    { more: { options: ['Yes', 'yes '] }, code: 'ROOM_POLL_OPTION_TWICE' },
    { more: { kind: 'text' }, code: 'ROOM_POLL_NO_OPTIONS_WANTED' },
    { more: { kind: 'rating', options: [], isTest: true }, code: 'ROOM_POLL_TEST_KIND' },
    { more: { kind: 'multiple', maxChoices: 3 }, code: 'ROOM_POLL_MAX_CHOICES' },
    { more: { isTest: true }, code: 'ROOM_POLL_NO_RIGHT_ANSWER' },
    { more: { isTest: true, correct: [0, 1] }, code: 'ROOM_POLL_RIGHT_ANSWER_INVALID' },
    { more: { isTest: true, correct: [2] }, code: 'ROOM_POLL_RIGHT_ANSWER_INVALID' },
  ] as const)('is refused: $code', ({ more, code }) => {
    expect(checkDraft(draft(more as unknown as Partial<PollDraft>))).toMatchObject({ ok: false, code });
  });
});

describe('the life of a poll', () => {
  const late = CLOSED.closesAtMs ?? 0;
  it.each([
    { now: 'draft', does: () => openPoll(DRAFT, NOW, undefined), to: { state: 'open', openedAtMs: NOW, closesAtMs: null } },
    { now: 'draft', does: () => openPoll(DRAFT, NOW, 30), to: { state: 'open', closesAtMs: NOW + 30_000 } },
    { now: 'draft', does: () => closePoll(DRAFT, NOW, NOW), to: 'ROOM_POLL_IS_DRAFT' },
    { now: 'draft', does: () => archivePoll(DRAFT, NOW), to: 'ROOM_POLL_IS_DRAFT' },
    { now: 'open', does: () => openPoll(OPEN, NOW, undefined), to: 'ROOM_POLL_ALREADY_OPEN' },
    { now: 'open', does: () => closePoll(OPEN, NOW + 5, NOW + 5), to: { state: 'closed', closesAtMs: NOW + 5 } },
    { now: 'open', does: () => closePoll(OPEN, NOW + 9_000, NOW), to: { state: 'open', closesAtMs: NOW + 9_000 } },
    { now: 'open', does: () => closePoll(OPEN, NOW - 9_000, NOW), to: { state: 'closed', closesAtMs: NOW } },
    { now: 'open', does: () => archivePoll(OPEN, NOW), to: 'ROOM_POLL_STILL_OPEN' },
    { now: 'closed', does: () => openPoll(CLOSED, NOW, undefined), to: 'ROOM_POLL_ALREADY_CLOSED' },
    { now: 'closed', does: () => closePoll(CLOSED, NOW, NOW), to: 'ROOM_POLL_ALREADY_CLOSED' },
    { now: 'closed', does: () => archivePoll(CLOSED, late + LATE_BALLOT_MS - 1), to: 'ROOM_POLL_STILL_OPEN' },
    { now: 'closed', does: () => archivePoll(CLOSED, late + LATE_BALLOT_MS), to: { state: 'archived' } },
    { now: 'archived', does: () => openPoll(ARCHIVED, NOW, undefined), to: 'ROOM_POLL_ARCHIVED' },
    { now: 'archived', does: () => closePoll(ARCHIVED, NOW, NOW), to: 'ROOM_POLL_ARCHIVED' },
    { now: 'archived', does: () => archivePoll(ARCHIVED, NOW), to: 'ROOM_POLL_ARCHIVED' },
  ])('$now: $does gives $to', ({ does, to }) => {
    expect(does()).toMatchObject(typeof to === 'string' ? { ok: false, code: to } : { ok: true, life: to });
  });

  it.each([1, 2, 3, 4])('never goes back, whatever is tried (seed %i)', (seed) => {
    const random = seededRandom(seed);
    const order = ['draft', 'open', 'closed', 'archived'];
    let [life, nowMs] = [DRAFT, NOW];
    for (let step = 0; step < 300; step++) {
      nowMs += Math.floor(random() * 8_000);
      const atMs = nowMs + Math.floor((random() - 0.5) * 20_000);
      const tried = [
        () => openPoll(life, atMs, random() < 0.5 ? undefined : 30),
        () => closePoll(life, atMs, nowMs),
        () => archivePoll(life, nowMs),
      ];
      const verdict = tried[Math.floor(random() * 3)]?.();
      if (verdict?.ok !== true) continue;
      expect(order.indexOf(verdict.life.state)).toBeGreaterThanOrEqual(order.indexOf(life.state));
      expect(verdict.life.closesAtMs ?? Infinity).toBeGreaterThanOrEqual(verdict.life.openedAtMs ?? 0);
      life = verdict.life;
    }
  });
});

describe('a ballot', () => {
  const poll = (life: PollLife, more: Partial<VotablePoll> = {}): VotablePoll => ({
    kind: 'single',
    options: ['a', 'b', 'c'],
    maxChoices: 1,
    ...life,
    ...more,
  });
  const a: Choice = { options: [0] };
  const ends = CLOSED.closesAtMs ?? 0;

  it.each([
    { life: OPEN, at: undefined, now: NOW + 1, to: true, because: 'it is open' },
    { life: OPEN, at: NOW - EARLY_BALLOT_MS, now: NOW + 1, to: true, because: 'a player’s clock is not exact' },
    { life: OPEN, at: NOW - EARLY_BALLOT_MS - 1, now: NOW + 1, to: 'ROOM_POLL_NOT_OPEN', because: 'his picture is not there yet' },
    {
      life: { ...OPEN, openedAtMs: NOW + 9_000 },
      at: NOW + 9_000,
      now: NOW,
      to: 'ROOM_POLL_NOT_OPEN',
      because: 'nobody votes in the future',
    },
    { life: CLOSED, at: ends - 1, now: ends + 15_000, to: true, because: 'he is 15 s behind the stage' },
    { life: CLOSED, at: ends, now: ends + 1, to: 'ROOM_POLL_CLOSED', because: 'it was closed before his eyes' },
    { life: CLOSED, at: undefined, now: ends + 1, to: 'ROOM_POLL_CLOSED', because: 'he does not say when' },
    { life: CLOSED, at: ends - 1, now: ends + LATE_BALLOT_MS, to: 'ROOM_POLL_CLOSED', because: 'it is settled' },
    { life: { ...CLOSED, state: 'open' }, at: ends - 1, now: ends + 5, to: true, because: 'it ended by itself and nobody said so yet' },
    { life: { ...OPEN, state: 'closed' }, at: NOW, now: NOW, to: 'ROOM_POLL_CLOSED', because: 'closed without a time is closed' },
    { life: DRAFT, at: NOW, now: NOW, to: 'ROOM_POLL_NOT_OPEN', because: 'nobody has opened it' },
    { life: ARCHIVED, at: ends - 1, now: ends + 1, to: 'ROOM_POLL_CLOSED', because: 'it is put away' },
  ] as const)('$because', ({ life, at, now, to }) => {
    expect(judgeVote(poll(life), a, at, now)).toMatchObject(to === true ? { ok: true } : { ok: false, code: to });
  });

  it.each([
    { more: {}, choice: { options: [3] }, to: 'ROOM_CHOICE_INVALID' },
    { more: {}, choice: { value: 1 }, to: 'ROOM_CHOICE_INVALID' },
    { more: {}, choice: { options: [0, 1] }, to: 'ROOM_TOO_MANY_CHOICES' },
    { more: { kind: 'multiple', maxChoices: 2 }, choice: { options: [2, 0] }, to: { options: [0, 2] } },
    { more: { kind: 'multiple', maxChoices: 2 }, choice: { options: [0, 1, 2] }, to: 'ROOM_TOO_MANY_CHOICES' },
    { more: { kind: 'rating' }, choice: { value: 0 }, to: 'ROOM_CHOICE_INVALID' },
    { more: { kind: 'rating' }, choice: { value: 5 }, to: { value: 5 } },
    { more: { kind: 'rating' }, choice: { value: 6 }, to: 'ROOM_CHOICE_INVALID' },
    { more: { kind: 'nps' }, choice: { value: 0 }, to: { value: 0 } },
    { more: { kind: 'nps' }, choice: { value: 10 }, to: { value: 10 } },
    { more: { kind: 'nps' }, choice: { text: '10' }, to: 'ROOM_CHOICE_INVALID' },
    { more: { kind: 'text' }, choice: { text: ' tea ' }, to: { text: 'tea' } },
    { more: { kind: 'text' }, choice: { text: '\u200b' }, to: 'ROOM_TEXT_EMPTY' },
    { more: { kind: 'text' }, choice: { options: [0] }, to: 'ROOM_CHOICE_INVALID' },
  ] as const)('$more $choice gives $to', ({ more, choice, to }) => {
    const verdict = judgeVote(poll(OPEN, more), choice as unknown as Choice, NOW, NOW);
    expect(verdict).toMatchObject(typeof to === 'string' ? { ok: false, code: to } : { ok: true, choice: to });
  });

  it('one ticket, one vote, unless it may be changed', () => {
    expect([judgeSecond(false, false), judgeSecond(true, true)]).toEqual([undefined, undefined]);
    expect(judgeSecond(true, false)).toMatchObject({ code: 'ROOM_ALREADY_VOTED' });
  });

  it.each([1, 2, 3])('what is acked is what is counted, with voters at all delays (seed %i)', (seed) => {
    const random = seededRandom(seed);
    const ballots = new Map<number, Choice>();
    let acked = 0;
    for (let vote = 0; vote < 2_000; vote++) {
      const voter = Math.floor(random() * 500);
      const [delayMs, stageMs] = [random() * 30_000, NOW + random() * 80_000];
      const verdict = judgeVote(poll(CLOSED), { options: [Math.floor(random() * 3)] }, stageMs, stageMs + delayMs);
      const isLate = stageMs >= ends || stageMs + delayMs >= ends + LATE_BALLOT_MS;
      expect(verdict.ok).toBe(!isLate);
      if (!verdict.ok || judgeSecond(ballots.has(voter), false) !== undefined) continue;
      acked++;
      ballots.set(voter, verdict.choice);
    }
    const numbers = countBallots(poll(CLOSED), ballots.values());
    expect(numbers.voters).toBe(acked);
    expect(numbers.counts.reduce((sum, count) => sum + count, 0)).toBe(acked);
  });
});

describe('numbers', () => {
  it('a rating, a net promoter score, texts', () => {
    const values = (list: readonly number[]): Choice[] => list.map((value) => ({ value }));
    const rating = countBallots({ kind: 'rating', options: [] }, values([1, 5, 5]));
    expect([rating, meanRating(rating)]).toEqual([{ voters: 3, counts: [1, 0, 0, 0, 2] }, 11 / 3]);
    const nps = countBallots({ kind: 'nps', options: [] }, values([0, 6, 7, 8, 9, 10, 10]));
    expect([nps.voters, netPromoterScore(nps)]).toEqual([7, 14]);
    expect(netPromoterScore(countBallots({ kind: 'nps', options: [] }, values([0, 3])))).toBe(-100);
    expect(countBallots({ kind: 'text', options: [] }, [{ text: 'x' }])).toEqual({ voters: 1, counts: [] });
    expect([netPromoterScore({ voters: 0, counts: [] }), meanRating({ voters: 0, counts: [] })]).toEqual([null, null]);
  });

  it.each([
    { correct: [1], options: [1], score: 1 },
    { correct: [1], options: [0], score: 0 },
    { correct: [0, 1], options: [0], score: 0.5 },
    { correct: [0, 1], options: [0, 1], score: 1 },
    { correct: [0, 1], options: [0, 2], score: 0 },
    { correct: [0, 1], options: [2, 3], score: 0 },
    { correct: [0, 1], options: [0, 1, 2], score: 0.5 },
  ])('of a test with $correct right, $options scores $score', ({ correct, options, score }) => {
    expect(scoreOf(correct, { options })).toBe(score);
  });

  it('nobody learns the right answers before it is settled, nor hidden results at all', () => {
    const stored = { id: 'p' as PollId, ...draft({ isTest: true, correct: [1] }), ...CLOSED };
    const final = { voters: 2, counts: [1, 1] };
    expect(pollView(stored, undefined)).not.toHaveProperty('correct');
    expect(pollView(stored, undefined)).not.toHaveProperty('final');
    expect(pollView(stored, final)).toMatchObject({ correct: [1], final });
    expect(pollView({ ...stored, results: 'hidden' }, final)).not.toHaveProperty('final');
    expect(isSettled(OPEN, NOW * 2)).toBe(false);
  });
});
