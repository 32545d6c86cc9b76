import { describe, expect, it } from 'vitest';
import type { FeedEvent, PublishSlot, SessionEnd } from '../../core/contracts/feed.ts';
import type { SessionId, StreamId } from '../../core/contracts/ids.ts';
import { ManualClock } from '../../core/runtime/clock.ts';
import { createLog } from '../../core/runtime/log.ts';
import { Metrics } from '../../core/runtime/metrics.ts';
import type { FeedSession } from '../feed/feed-session.ts';
import { OTHER_VIDEO, picture, pictureHeader } from '../testing/test-media.ts';
import { ingestMetrics } from './ingest-metrics.ts';
import type { KeyFacts } from './key-file.ts';
import type { DeskConnection } from './publisher-desk.ts';
import { PublisherDesk } from './publisher-desk.ts';

const PICTURE = picture(Buffer.from('65888201', 'hex'), true);

/** A connection that remembers what was done to it. */
class FakeConnection implements DeskConnection {
  readonly id: SessionId;
  readonly address: string;
  readonly done: string[] = [];

  constructor(name: string, address = '192.0.2.77') {
    this.id = name as SessionId;
    this.address = address;
  }

  accept(): void {
    this.done.push('accepted');
  }

  refuse(status: string, sentence: string): void {
    this.done.push(`${status}: ${sentence}`);
  }

  destroy(reason: SessionEnd): void {
    this.done.push(`destroyed: ${reason}`);
  }
}

function setUp(keys: Record<string, { stream: string; slot?: PublishSlot }> = { right: { stream: 'stage' } }) {
  const clock = new ManualClock();
  const rows = new Map(
    Object.entries(keys).map(([key, { stream, slot = 'primary' }], index) => [
      key,
      { id: `id-${index}`, stream: stream as StreamId, slot, label: '', createdAt: '' } satisfies KeyFacts,
    ]),
  );
  const events: FeedEvent[] = [];
  const sessions = new Map<SessionId, FeedSession>();
  const withKey: SessionId[] = [];
  let logged = '';
  const metrics = new Metrics();
  const desk = new PublisherDesk({
    keys: { verify: (key) => rows.get(key), list: () => [...rows.values()] },
    sessions,
    tell: (event) => events.push(event),
    showedKey: (id) => withKey.push(id),
    counted: ingestMetrics(metrics, () => sessions.size),
    log: createLog({ name: 'test', level: 'trace', destination: { write: (line) => void (logged += line) } }),
    clock,
  });
  const said = () => events.map((event) => `${event.kind} ${'session' in event ? event.session : ''}`.trim());
  const publish = (name: string, key = 'right', address?: string) => {
    const connection = new FakeConnection(name, address);
    desk.wantsToPublish(connection, 'live', key);
    return connection;
  };
  const send = (name: string, payload: Buffer, type: 8 | 9 | 18 = 9, timestampMs = 0) =>
    desk.media(name as SessionId, { type, timestampMs, payload });
  /** Time goes by, and is looked at as often as it is in truth. */
  const pass = (ms: number) => {
    for (let left = ms; left > 0; left -= 100) {
      clock.advance(Math.min(100, left));
      desk.poll();
    }
  };
  return { desk, clock, rows, events, sessions, withKey, said, publish, send, pass, logged: () => logged, metrics };
}

describe('who is let in', () => {
  it('a right key is accepted, and its media gets into its feed', () => {
    const { publish, send, said, sessions, withKey } = setUp();
    expect(publish('a').done).toEqual(['accepted']);
    send('a', pictureHeader());
    expect(said()).toEqual(['accepted a']);
    expect([...sessions.keys()]).toEqual(['a']);
    expect(withKey).toEqual(['a']);
  });

  const strangers = [
    { app: 'live', name: 'wrong', code: 'INGEST_WRONG_KEY', because: 'the key is wrong' },
    { app: 'live', name: '', code: 'INGEST_NO_KEY', because: 'there is no key' },
    { app: 'stream', name: 'right', code: 'INGEST_WRONG_APP', because: 'the app is wrong, whatever the key' },
    { app: '', name: 'right', code: 'INGEST_WRONG_APP', because: 'there is no app' },
    { app: 'live/right', name: '', code: 'INGEST_WRONG_APP', because: 'the key stands in the field for the server' },
  ];
  for (const { app, name, code, because } of strangers) {
    it(`${code}: ${because}`, async () => {
      const { desk, events, sessions, send, metrics, withKey } = setUp();
      const connection = new FakeConnection('a');
      desk.wantsToPublish(connection, app, name);
      send('a', pictureHeader());
      expect(connection.done).toEqual([expect.stringMatching(/^NetStream\.Publish\.Denied: /)]);
      expect(events).toMatchObject([{ kind: 'refused', stream: null, code }]);
      expect([sessions.size, withKey.length]).toEqual([0, 0]);
      expect(await metrics.text()).toContain(`ingest_refused_total{code="${code}"} 1`);
    });
  }

  it('nobody plays', () => {
    const { desk, events } = setUp();
    const connection = new FakeConnection('a');
    desk.wantsToPlay(connection);
    expect(connection.done).toEqual([expect.stringMatching(/^NetStream\.Play\.Failed: /)]);
    expect(events).toMatchObject([{ kind: 'refused', stream: null, code: 'INGEST_PLAY_REFUSED' }]);
  });

  it('after ten wrong keys a network is told to stop guessing, and a right key from there is accepted all the same', () => {
    const { publish } = setUp();
    const tries = Array.from({ length: 12 }, (_, index) => publish(`s${index}`, 'wrong').done[0]);
    expect(tries[9]).toContain('The stream key is wrong');
    expect(tries[10]).toContain('Too many wrong stream keys');
    expect(publish('other', 'wrong', '192.0.2.78').done[0]).toContain('The stream key is wrong');
    expect(publish('presenter').done).toEqual(['accepted']);
  });
});

describe('one publisher', () => {
  it('a second one is refused when the first goes on sending, by the name that OBS knows', () => {
    const { publish, send, pass, said } = setUp();
    publish('a');
    send('a', pictureHeader());
    const second = publish('b');
    expect(second.done).toEqual([]);
    pass(200);
    send('a', PICTURE);
    expect(second.done).toEqual([expect.stringMatching(/^NetStream\.Publish\.BadName: Somebody else is already publishing/)]);
    expect(said()).toEqual(['accepted a', 'refused']);
  });

  it('what a waiting or a refused one sends lands nowhere', async () => {
    const { publish, send, sessions, pass, metrics } = setUp();
    publish('a');
    publish('b');
    send('b', pictureHeader());
    pass(200);
    send('a', pictureHeader());
    send('b', PICTURE);
    expect([...sessions.keys()]).toEqual(['a']);
    expect(await metrics.text()).toContain(`ingest_media_bytes_total ${pictureHeader().byteLength}`);
  });

  it('one that is silent is told as idle, and replaced by a new one within three seconds', () => {
    const { publish, send, pass, said, clock } = setUp();
    const first = publish('a');
    send('a', pictureHeader());
    const second = publish('b');
    const startMs = clock.nowMs();
    while (second.done.length === 0 && clock.nowMs() - startMs < 10_000) pass(100);
    expect(clock.nowMs() - startMs).toBeLessThanOrEqual(3_000);
    expect(second.done).toEqual(['accepted']);
    expect(first.done).toEqual(['accepted', 'destroyed: replaced']);
    expect(said()).toEqual(['accepted a', 'idle a', 'ended a', 'accepted b']);
    send('a', PICTURE);
    expect(said()).toHaveLength(4);
  });

  it('one that ends makes room for who waits', () => {
    const { desk, publish, said } = setUp();
    publish('a');
    const second = publish('b');
    desk.closed('a' as SessionId, 'closed');
    expect(second.done).toEqual(['accepted']);
    expect(said()).toEqual(['accepted a', 'ended a', 'accepted b']);
  });

  it('one whose media is refused makes room at once, although its connection still stands', () => {
    const { publish, send, events } = setUp();
    const first = publish('a');
    send('a', OTHER_VIDEO.hevc);
    expect(first.done[1]).toMatch(/^NetStream\.Publish\.Denied: HEVC cannot be broadcast/);
    expect(publish('b').done).toEqual(['accepted']);
    expect(events).toMatchObject([
      { kind: 'accepted' },
      { kind: 'refused', stream: 'stage', code: 'INGEST_VIDEO_CODEC' },
      { kind: 'ended', session: 'a', reason: 'refused-media' },
      { kind: 'accepted', session: 'b' },
    ]);
  });

  it('primary and backup publish at once', () => {
    const { publish } = setUp({ right: { stream: 'stage' }, spare: { stream: 'stage', slot: 'backup' } });
    expect([publish('a').done, publish('b', 'spare').done]).toEqual([['accepted'], ['accepted']]);
  });
});

describe('what ends a publisher', () => {
  it('a revoked key, whether it publishes or waits', () => {
    const { desk, publish, rows, events, sessions } = setUp({ right: { stream: 'stage' }, other: { stream: 'hall' } });
    const [first, waiting, other] = [publish('a'), publish('b'), publish('c', 'other')];
    rows.delete('right');
    desk.keysChanged();
    expect(first.done[1]).toContain('This stream key was revoked');
    expect(waiting.done).toEqual([expect.stringContaining('This stream key was revoked')]);
    expect(other.done).toEqual(['accepted']);
    expect([...sessions.keys()]).toEqual(['c']);
    expect(events.filter((event) => event.kind === 'accepted' && event.session === 'b')).toEqual([]);
  });

  it('the place of a revoked key is free for its successor', () => {
    const { desk, publish, rows } = setUp({ right: { stream: 'stage' }, successor: { stream: 'stage' } });
    publish('a');
    const next = publish('b', 'successor');
    rows.delete('right');
    desk.keysChanged();
    expect(next.done).toEqual(['accepted']);
  });

  it('no keyframe for ten seconds, although something comes', () => {
    const { publish, send, pass } = setUp();
    const first = publish('a');
    send('a', pictureHeader());
    for (let second = 0; second < 11; second++) {
      pass(1_000);
      send('a', picture(Buffer.of(1)));
    }
    expect(first.done[1]).toContain('No keyframe came within 10 seconds.');
  });

  it('bytes that are no RTMP: told with its stream, and without one from a stranger', () => {
    const { desk, publish, events, logged } = setUp();
    desk.broke(publish('a'), 'not valid RTMP: a chunk size of 0');
    desk.closed('a' as SessionId, 'protocol-error');
    desk.broke(new FakeConnection('b'), 'not valid RTMP: a chunk size of 0');
    expect(events).toMatchObject([
      { kind: 'accepted' },
      { kind: 'refused', stream: 'stage', code: 'INGEST_BAD_RTMP' },
      { kind: 'ended', reason: 'protocol-error' },
      { kind: 'refused', stream: null, code: 'INGEST_BAD_RTMP' },
    ]);
    expect(logged()).toContain('a chunk size of 0');
  });
});

describe('what is told', () => {
  it('metadata goes into the feed as FLV wants it, and no other data message', () => {
    const { publish, send, sessions } = setUp();
    publish('a');
    const pushed: string[] = [];
    const feed = sessions.get('a' as SessionId);
    if (feed === undefined) throw new Error('no feed');
    feed.push = (type, _timestampMs, payload) => void pushed.push(`${type} ${payload.toString('latin1', 3)}`);
    send('a', Buffer.from('\x02\x00\x0d@setDataFrame\x02\x00\x0aonMetaData\x05', 'latin1'), 18);
    send('a', Buffer.from('\x02\x00\x04onFI\x05', 'latin1'), 18);
    expect(pushed).toEqual(['18 onMetaData\x05']);
  });

  it('strangers cannot fill the log or the feed', () => {
    const { desk, events, logged, pass } = setUp();
    for (let count = 0; count < 1_000; count++) desk.broke(new FakeConnection(`s${count}`), 'garbage');
    expect(events).toHaveLength(20);
    pass(11_000);
    expect(logged().trim().split('\n')).toHaveLength(21);
    expect(logged()).toContain('"count":980');
  });

  it('neither a key nor a whole address gets into the log', () => {
    const key = 'pk_canary-canary-canary-canary-canary';
    const { publish, send, logged, events } = setUp({ [key]: { stream: 'stage' } });
    publish('a', key);
    publish('b', key);
    publish('c', `${key}x`);
    send('a', OTHER_VIDEO.hevc);
    const told = logged() + JSON.stringify(events);
    expect(told).toContain('192.0.2.0/24');
    expect(told).not.toContain('canary-canary');
    expect(told).not.toContain('192.0.2.77');
  });
});
