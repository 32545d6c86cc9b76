import { describe, expect, it } from 'vitest';
import type { SessionId } from '../../core/contracts/ids.ts';
import { seededRandom } from '../../core/runtime/test-support.ts';
import type { RegistryDecision } from './registry.ts';
import { IDLE_MS, PublisherRegistry, REPLACE_MS } from './registry.ts';

const id = (name: string) => name as SessionId;
const PLACE = 'stage primary';

type Step = readonly ['request' | 'media' | 'end', string, number] | readonly ['poll', number];

function walk(steps: readonly Step[]): readonly string[] {
  const registry = new PublisherRegistry();
  return steps.flatMap((step) => {
    if (step[0] === 'poll') return registry.poll(step[1]).map(say);
    const [what, session, nowMs] = step;
    if (what === 'request') return registry.request(PLACE, id(session), nowMs).map(say);
    return (what === 'media' ? registry.media(id(session), nowMs) : registry.end(id(session), nowMs)).map(say);
  });
}

function say(decision: RegistryDecision): string {
  const replaces = decision.kind === 'accept' && decision.replaces !== undefined ? ` for ${decision.replaces}` : '';
  return `${decision.kind} ${decision.session}${replaces}`;
}

describe('one publisher for each place', () => {
  const rows: readonly { steps: readonly Step[]; said: readonly string[]; because: string }[] = [
    { steps: [['request', 'a', 0]], said: ['accept a'], because: 'the place is free' },
    {
      steps: [
        ['request', 'a', 0],
        ['media', 'a', 100],
        ['request', 'b', 150],
        ['media', 'a', 160],
      ],
      said: ['accept a'],
      because: 'bytes that were under way when a cable was cut prove nothing',
    },
    {
      steps: [
        ['request', 'a', 0],
        ['media', 'a', 100],
        ['request', 'b', 150],
        ['media', 'a', 301],
      ],
      said: ['accept a', 'refuse b'],
      because: 'the holder lives',
    },
    {
      steps: [
        ['request', 'a', 0],
        ['media', 'a', 100],
        ['request', 'b', 150],
        ['poll', 100 + REPLACE_MS - 1],
        ['poll', 100 + REPLACE_MS],
      ],
      said: ['accept a', 'idle a', 'accept b for a'],
      because: 'the holder was silent for too long while b waited',
    },
    {
      steps: [
        ['request', 'a', 0],
        ['request', 'b', REPLACE_MS],
      ],
      said: ['accept a', 'accept b for a'],
      because: 'the holder has been silent for too long already',
    },
    {
      steps: [
        ['request', 'a', 0],
        ['request', 'b', 10],
        ['request', 'c', 20],
      ],
      said: ['accept a', 'refuse c'],
      because: 'one waits, no more',
    },
    {
      steps: [
        ['request', 'a', 0],
        ['request', 'b', 10],
        ['end', 'a', 20],
      ],
      said: ['accept a', 'accept b'],
      because: 'who waits gets a place that becomes free',
    },
    {
      steps: [
        ['request', 'a', 0],
        ['request', 'b', 10],
        ['end', 'b', 20],
        ['media', 'a', 500],
        ['request', 'c', 600],
        ['poll', 3_000],
      ],
      said: ['accept a', 'idle a', 'accept c for a'],
      because: 'who has gone does not wait any more',
    },
    {
      steps: [
        ['request', 'a', 0],
        ['poll', IDLE_MS],
        ['poll', IDLE_MS + 100],
        ['media', 'a', IDLE_MS + 200],
        ['poll', IDLE_MS + 300],
      ],
      said: ['accept a', 'idle a', 'resumed a'],
      because: 'idle and resumed are told once each',
    },
    {
      steps: [
        ['request', 'a', 0],
        ['request', 'b', REPLACE_MS],
        ['media', 'a', REPLACE_MS + 10],
        ['end', 'a', REPLACE_MS + 20],
        ['request', 'c', REPLACE_MS + 30],
        ['media', 'b', REPLACE_MS + 300],
      ],
      said: ['accept a', 'accept b for a', 'refuse c'],
      because: 'who was replaced has no say any more, dead or alive',
    },
    {
      steps: [
        ['media', 'a', 0],
        ['end', 'a', 1],
        ['poll', 9_999],
      ],
      said: [],
      because: 'a session that asked for nothing means nothing',
    },
  ];
  for (const { steps, said, because } of rows) {
    it(because, () => {
      expect(walk(steps)).toEqual(said);
    });
  }

  it('the primary and the backup of a stream are two places', () => {
    const registry = new PublisherRegistry();
    expect(registry.request('stage primary', id('a'), 0).map(say)).toEqual(['accept a']);
    expect(registry.request('stage backup', id('b'), 0).map(say)).toEqual(['accept b']);
    expect([registry.isAccepted(id('a')), registry.isAccepted(id('b')), registry.isAccepted(id('c'))]).toEqual([true, true, false]);
  });
});

/** The same rules over flat facts: who asked when, who sent when, who was told what. */
class NaiveRegistry {
  readonly #facts: { place: string; session: SessionId; askedMs: number; sentMs: number; state: 'waits' | 'holds' | 'idle' | 'out' }[] = [];

  #holder(place: string) {
    return this.#facts.find((fact) => fact.place === place && (fact.state === 'holds' || fact.state === 'idle'));
  }

  #waiting(place: string) {
    return this.#facts.find((fact) => fact.place === place && fact.state === 'waits');
  }

  #moveIn(place: string, session: SessionId, nowMs: number): string[] {
    const before = this.#holder(place);
    if (before !== undefined) before.state = 'out';
    const others = this.#facts.filter((fact) => fact.place === place && fact.state === 'waits' && fact.session !== session);
    for (const other of others) other.state = 'out';
    const mine = this.#facts.find((fact) => fact.session === session);
    if (mine !== undefined) Object.assign(mine, { state: 'holds', sentMs: nowMs });
    const accepted = `accept ${session}${before === undefined ? '' : ` for ${before.session}`}`;
    return [accepted, ...others.map((other) => `refuse ${other.session}`)];
  }

  request(place: string, session: SessionId, nowMs: number): string[] {
    const holder = this.#holder(place);
    const isWaitedFor = this.#waiting(place) !== undefined;
    this.#facts.push({ place, session, askedMs: nowMs, sentMs: nowMs, state: 'waits' });
    if (holder === undefined || nowMs - holder.sentMs >= REPLACE_MS) return this.#moveIn(place, session, nowMs);
    if (!isWaitedFor) return [];
    this.#facts.pop();
    return [`refuse ${session}`];
  }

  media(session: SessionId, nowMs: number): string[] {
    const mine = this.#facts.find((fact) => fact.session === session && (fact.state === 'holds' || fact.state === 'idle'));
    if (mine === undefined) return [];
    const said = mine.state === 'idle' ? [`resumed ${session}`] : [];
    Object.assign(mine, { state: 'holds', sentMs: nowMs });
    const waiting = this.#waiting(mine.place);
    if (waiting === undefined || nowMs - waiting.askedMs <= 150) return said;
    waiting.state = 'out';
    return [...said, `refuse ${waiting.session}`];
  }

  end(session: SessionId, nowMs: number): string[] {
    const mine = this.#facts.find((fact) => fact.session === session && fact.state !== 'out');
    if (mine === undefined) return [];
    const held = mine.state !== 'waits';
    mine.state = 'out';
    const next = held ? this.#waiting(mine.place) : undefined;
    return next === undefined ? [] : this.#moveIn(mine.place, next.session, nowMs);
  }

  poll(places: readonly string[], nowMs: number): string[] {
    return places.flatMap((place) => {
      const holder = this.#holder(place);
      if (holder === undefined) return [];
      const said = holder.state === 'holds' && nowMs - holder.sentMs >= IDLE_MS ? [`idle ${holder.session}`] : [];
      if (said.length > 0) holder.state = 'idle';
      const waiting = this.#waiting(place);
      if (waiting === undefined || nowMs - holder.sentMs < REPLACE_MS) return said;
      return [...said, ...this.#moveIn(place, waiting.session, nowMs)];
    });
  }

  accepted(): readonly SessionId[] {
    return this.#facts.filter((fact) => fact.state === 'holds' || fact.state === 'idle').map((fact) => fact.session);
  }
}

for (let seed = 1; seed <= 100; seed++) {
  it(`a random walk says what the naive model says (seed ${seed})`, () => {
    const random = seededRandom(seed);
    const whole = (below: number) => Math.floor(random() * below);
    const registry = new PublisherRegistry();
    const model = new NaiveRegistry();
    const places = ['one primary', 'one backup', 'two primary'];
    const sessions: SessionId[] = [];
    let nowMs = 0;
    for (let step = 0; step < 400; step++) {
      nowMs += whole(whole(4) === 0 ? 1_500 : 120);
      const session = sessions[sessions.length - 1 - whole(Math.min(6, sessions.length || 1))] ?? id('nobody');
      const what = whole(10);
      if (what < 2) {
        const place = places[whole(places.length)] ?? '';
        const fresh = id(`s${sessions.length}`);
        sessions.push(fresh);
        expect(registry.request(place, fresh, nowMs).map(say)).toEqual(model.request(place, fresh, nowMs));
      } else if (what < 7) expect(registry.media(session, nowMs).map(say)).toEqual(model.media(session, nowMs));
      else if (what < 8) expect(registry.end(session, nowMs).map(say)).toEqual(model.end(session, nowMs));
      else expect(registry.poll(nowMs).map(say).sort()).toEqual(model.poll(places, nowMs).sort());
      const accepted = sessions.filter((one) => registry.isAccepted(one));
      expect(accepted).toEqual(model.accepted());
      expect(accepted.length).toBeLessThanOrEqual(places.length);
    }
  });
}
