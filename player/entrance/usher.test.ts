import { beforeEach, describe, expect, it } from 'vitest';
import type { EventId, TicketId } from '../../core/contracts/room/ids.ts';
import type { StreamId } from '../../core/contracts/ids.ts';
import type { Joined, JoinRequest } from '../../core/contracts/room/join.ts';
import type { Entrance, Refused } from '../room/entrance.ts';
import { Attendance, MAX_REFUSALS } from '../state/attendance.ts';
import { Usher } from './usher.ts';

const NOW = 1_800_000_000_000;

/** Time that the test moves on. */
class HeldTime {
  nowMs = (): number => this.#nowMs;
  #nowMs = NOW;
  readonly #due: { readonly atMs: number; readonly callback: () => void }[] = [];

  after = (delayMs: number, callback: () => void): (() => void) => {
    const one = { atMs: this.#nowMs + delayMs, callback };
    this.#due.push(one);
    return () => void this.#due.splice(this.#due.indexOf(one), this.#due.includes(one) ? 1 : 0);
  };

  get next(): number | undefined {
    return this.#due.length === 0 ? undefined : Math.min(...this.#due.map(({ atMs }) => atMs)) - this.#nowMs;
  }

  async pass(ms: number): Promise<void> {
    this.#nowMs += ms;
    for (const one of this.#due.filter(({ atMs }) => atMs <= this.#nowMs)) {
      this.#due.splice(this.#due.indexOf(one), 1);
      one.callback();
    }
    await settled();
  }
}

const settled = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

const no = (status: number, code = ''): Refused => ({ ok: false, status, code, message: '', waitSeconds: 0 });

let time: HeldTime;
let kept: string | undefined;
let asked: string[];
let passes: number;
/** What the server says, in turn; then it lets in. */
let answers: Entrance[];

function joined(prefix = `/v/${passes}`, name = ''): Joined {
  passes += 1;
  return {
    ticket: `ticket-${passes}`,
    ticketExpiresAtMs: NOW + 12 * 3_600_000,
    you: { id: 'one' as TicketId, name, role: 'attendee' },
    event: { id: 'event' as EventId, stream: 'demo' as StreamId, state: 'live' },
    media: { prefix, expiresAtMs: prefix === '' ? null : NOW + 290_000 },
    nowMs: NOW,
  };
}

function page(token?: string): { readonly attendance: Attendance; readonly usher: Usher } {
  const answer = (what: string): Promise<Entrance> => {
    asked.push(what);
    return Promise.resolve(answers.shift() ?? { ok: true, joined: joined() });
  };
  const attendance = new Attendance({ slug: 'demo', language: 'en', token, loadUsher: () => Promise.resolve(usher) });
  const usher = new Usher(attendance, {
    desk: { origin: 'http://here', language: 'en' },
    ask: {
      join: (_, __, request: JoinRequest) => answer(`join ${JSON.stringify(request)}`),
      renew: (_, ticket) => answer(`renew ${ticket}`),
      rename: (_, ticket, name) => answer(`rename ${ticket} ${name}`),
      readCard: () => Promise.resolve(no(0)),
    },
    ticket: {
      keep: (_, { ticket }) => void (kept = ticket),
      kept: () => kept,
      forget: () => void (kept = undefined),
    },
    timers: time,
    random: () => 0.5,
  });
  return { attendance, usher };
}

beforeEach(() => {
  time = new HeldTime();
  kept = undefined;
  asked = [];
  passes = 1;
  answers = [];
});

describe('a page before a closed event', () => {
  it('that holds nothing asks the viewer, without asking the server', async () => {
    const { attendance } = page();
    attendance.refused('', false);
    expect(attendance.stand.value.kind).toBe('knocking');
    await settled();
    expect([attendance.stand.value, asked]).toEqual([{ kind: 'outside', why: null }, []]);
  });

  it('comes in with the ticket of before a reload, through a server that starts again', async () => {
    kept = 'kept';
    answers = [no(0), no(503)];
    const { attendance } = page();
    attendance.refused('', false);
    for (let n = 0; n < 4; n++) {
      await settled();
      await time.pass(5_000);
    }
    expect(asked.slice(0, 3)).toEqual(['renew kept', 'renew kept', 'renew kept']);
    expect(attendance.prefix.value).toBe('/v/1');
    expect(kept).toBe('ticket-2');
  });

  it('prefers the token of the link, and says why it is not good; it is not lost then', async () => {
    kept = 'kept';
    answers = [no(409, 'ROOM_TOO_MANY_SESSIONS')];
    const { attendance, usher } = page('tok');
    attendance.refused('', false);
    await settled();
    expect(asked).toEqual(['join {"token":"tok"}']);
    expect([attendance.stand.value, attendance.token]).toMatchObject([{ kind: 'outside', why: { code: 'ROOM_TOO_MANY_SESSIONS' } }, 'tok']);
    const entrance = await usher.ask({ token: 'tok', takeOver: true });
    if (entrance.ok) usher.welcome(entrance.joined);
    expect([attendance.stand.value.kind, attendance.token]).toEqual(['inside', undefined]);
  });

  it('a ticket that is worth nothing any more is forgotten', async () => {
    kept = 'kept';
    answers = [no(401, 'ROOM_TICKET_EXPIRED')];
    const { attendance } = page();
    attendance.refused('', false);
    await settled();
    expect([attendance.stand.value, kept]).toMatchObject([{ kind: 'outside', why: { code: 'ROOM_TICKET_EXPIRED' } }, undefined]);
  });
});

describe('a page that is in', () => {
  it('renews in time, again and again, and again when the server is away; the picture has a pass at any moment', async () => {
    const { attendance, usher } = page();
    usher.welcome(joined());
    const first = time.next ?? 0;
    expect(first).toBeGreaterThan(100_000);
    expect(first).toBeLessThan(200_000);
    answers = [no(0), no(503)];
    await time.pass(first);
    expect([attendance.prefix.value, time.next]).toEqual(['/v/1', 2_400]);
    await time.pass(2_400);
    await time.pass(time.next ?? 0);
    expect([attendance.prefix.value, asked.length]).toEqual(['/v/2', 3]);
    await time.pass(first);
    expect(asked).toHaveLength(4);
  });

  it('asks once for all who ask at the same time', async () => {
    const { usher } = page();
    usher.welcome(joined());
    await Promise.all([usher.renew(), usher.renew(), usher.renew()]);
    expect(asked).toHaveLength(1);
  });

  it('whoever was removed is outside with the server’s word, and nothing is asked again', async () => {
    const { attendance, usher } = page();
    usher.welcome(joined());
    answers = [no(403, 'ROOM_BANNED')];
    attendance.refused('/v/1', false);
    await settled();
    expect(attendance.stand.value).toMatchObject({ kind: 'outside', why: { code: 'ROOM_BANNED' } });
    expect([attendance.prefix.value, kept, time.next]).toEqual(['', undefined, undefined]);
  });

  it('fresh passes that are not taken either are no loop', async () => {
    const { attendance, usher } = page();
    usher.welcome(joined());
    for (let n = 0; n < 10; n++) {
      attendance.refused(attendance.prefix.value, false);
      await settled();
    }
    expect(asked).toHaveLength(MAX_REFUSALS);
    expect(attendance.stand.value).toMatchObject({ kind: 'outside', why: { code: 'ORIGIN_GRANT_INVALID' } });
  });

  it('one that is taken in between makes the count begin anew', async () => {
    const { attendance, usher } = page();
    usher.welcome(joined());
    for (let n = 0; n < 10; n++) {
      attendance.refused(attendance.prefix.value, false);
      await settled();
      attendance.admitted(true);
    }
    expect([asked.length, attendance.stand.value.kind]).toEqual([10, 'inside']);
  });

  it('the end of the event is said by the page that saw it end, and by the entrance on one that did not', async () => {
    for (const hasEnded of [true, false]) {
      const { attendance, usher } = page();
      usher.welcome(joined('/v/x'));
      answers = [no(410, 'ROOM_EVENT_OVER')];
      attendance.refused('/v/x', hasEnded);
      await settled();
      expect(attendance.stand.value.kind).toBe(hasEnded ? 'inside' : 'outside');
    }
  });

  it('another name is the same ticket’s', async () => {
    const { attendance, usher } = page();
    usher.welcome(joined());
    answers = [{ ok: true, joined: joined('/v/9', 'Nora') }];
    await usher.rename('Nora');
    expect(asked).toEqual(['rename ticket-2 Nora']);
    expect([attendance.joined.value?.you.name, kept]).toEqual(['Nora', 'ticket-3']);
  });
});

describe('the room of an event', () => {
  it('that is open is entered as before a reload, else anew', async () => {
    kept = 'kept';
    answers = [no(401, 'ROOM_TICKET_INVALID'), { ok: true, joined: joined('') }];
    const { usher, attendance } = page();
    expect(await usher.forRoom()).toMatchObject({ ok: true });
    expect(asked).toEqual(['renew kept', 'join {}']);
    expect(attendance.prefix.value).toBe('');
  });

  it('that wants something tells what', async () => {
    answers = [no(400, 'ROOM_CONSENT_NEEDED')];
    const { usher, attendance } = page();
    expect(await usher.forRoom()).toMatchObject({ ok: false, code: 'ROOM_CONSENT_NEEDED' });
    expect(attendance.stand.value.kind).toBe('unasked');
  });

  it('that has not opened is asked for later', async () => {
    answers = [no(403, 'ROOM_EVENT_NOT_OPEN')];
    const { usher } = page();
    const entering = usher.forRoom();
    await settled();
    await time.pass(time.next ?? 0);
    expect(await entering).toMatchObject({ ok: true });
  });

  it('that is closed waits for the entrance', async () => {
    const { usher, attendance } = page();
    attendance.leave(null);
    const entering = usher.forRoom();
    await settled();
    expect(asked).toEqual([]);
    usher.welcome(joined());
    expect(await entering).toMatchObject({ ok: true, joined: { media: { prefix: '/v/1' } } });
  });
});
