import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TimelineEntry } from '../core/contracts/timeline.ts';
import { parseMediaPlaylist } from '../core/hls/media-playlist-parse.ts';
import { MediaLogMemory } from '../core/ports/media-log-memory.ts';
import { createLog } from '../core/runtime/log.ts';
import { Metrics } from '../core/runtime/metrics.ts';
import { waitUntil } from '../core/runtime/test-support.ts';
import type { Origin } from './open-origin.ts';
import { openOrigin } from './open-origin.ts';
import type { RawAnswer } from './testing/raw-client.ts';
import { RawClient } from './testing/raw-client.ts';
import { Show, SOURCE, STREAM } from './testing/show.ts';
import { originOptions } from './testing/test-origin.ts';

const FENCE = { holder: 'test', epoch: 1 };
const PLAYLIST = `/live/${STREAM}/${SOURCE}/index.m3u8`;
const log = createLog({ name: 'origin', level: 'silent' });

let mediaLog: MediaLogMemory;
let metrics: Metrics;
let origin: Origin;
let show: Show;
const clients: RawClient[] = [];

async function start(): Promise<Origin> {
  metrics = new Metrics();
  return openOrigin(originOptions({ mediaLog, metrics, log }));
}
async function play(...entries: readonly (TimelineEntry | readonly TimelineEntry[])[]): Promise<void> {
  for (const entry of entries.flatMap((one) => one)) await mediaLog.append(STREAM, entry, FENCE);
}
async function client(): Promise<RawClient> {
  const one = await RawClient.open(origin.port);
  clients.push(one);
  return one;
}
const held = async (): Promise<number> => Number(/^origin_held_requests_count (\d+)$/m.exec(await metrics.text())?.[1]);
const heldIs = (count: number) => waitUntil(async () => (await held()) === count, { within: 20_000, what: `${count} held requests` });

beforeEach(async () => {
  mediaLog = new MediaLogMemory({ log });
  show = new Show();
  await play(show.opened(), show.run(), show.segments(9), show.part());
  origin = await start();
});
afterEach(async () => {
  for (const one of clients.splice(0)) one.close();
  await origin.close();
  await mediaLog.close();
});

describe('held requests on real sockets', () => {
  it('2,000 are released with the same bytes after one part', async () => {
    const all = await Promise.all(Array.from({ length: 2_000 }, () => client()));
    const answers = all.map((one) => one.get(`${PLAYLIST}?_HLS_msn=9&_HLS_part=1`, { 'accept-encoding': 'gzip' }));
    await heldIs(2_000);
    await play(show.part());
    const got = await Promise.all(answers);
    expect(new Set(got.map((answer) => answer.status))).toEqual(new Set([200]));
    const bodies = new Set(got.map((answer) => answer.body.toString('base64')));
    expect(bodies.size).toBe(1);
    const playlist = parseMediaPlaylist(gunzipSync(got[0]?.body ?? Buffer.alloc(0)).toString());
    expect(playlist.segments.at(-1)?.parts).toHaveLength(2);
    expect(await held()).toBe(0);
  });

  it('a client that goes frees its place', async () => {
    const one = await client();
    one.send(`${PLAYLIST}?_HLS_msn=9&_HLS_part=1`);
    await heldIs(1);
    one.close();
    await heldIs(0);
    await play(show.part());
    expect((await (await client()).get(PLAYLIST)).status).toBe(200);
  });

  it('requests on one connection are answered in their order', async () => {
    const one = await client();
    one.send(`${PLAYLIST}?_HLS_msn=9&_HLS_part=1`);
    one.send(`/live/${STREAM}/${SOURCE}/${show.profile.namePrefix}-p9.0.m4s`);
    await heldIs(1);
    await play(show.part());
    expect((await one.answer()).headers.get('content-type')).toBe('application/vnd.apple.mpegurl');
    expect((await one.answer()).headers.get('content-type')).toBe('video/mp4');
  });
});

describe('methods', () => {
  it('HEAD is answered without a body, and the connection goes on', async () => {
    const one = await client();
    const part = `/live/${STREAM}/${SOURCE}/${show.profile.namePrefix}-p9.0.m4s`;
    one.socket.write(`HEAD ${part} HTTP/1.1\r\nhost: test\r\n\r\nGET ${PLAYLIST} HTTP/1.1\r\nhost: test\r\n\r\n`);
    await waitUntil(() => one.pendingBytes > 1_000, { within: 5_000 });
    const head = one.takeHead();
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '600']);
    expect((await one.answer()).body.toString()).toContain('#EXTM3U');
  });
});

describe('a restart', () => {
  it('goes on from a log that is older, with the same playlist', async () => {
    const before = await (await client()).get(PLAYLIST);
    await origin.close();
    origin = await start();
    const after = await waitUntil(
      async () => {
        const answer = await (await client()).get(PLAYLIST);
        return answer.status === 200 ? answer : undefined;
      },
      { within: 5_000 },
    );
    expect(after.body.equals(before.body)).toBe(true);
    await play(show.part());
    const next = await (await client()).get(`${PLAYLIST}?_HLS_msn=9&_HLS_part=1`);
    expect(parseMediaPlaylist(next.body.toString()).segments.at(-1)?.parts).toHaveLength(2);
  });

  it('meets what happened meanwhile: another run, left-out numbers, and no number goes down', async () => {
    const before = parseMediaPlaylist((await (await client()).get(PLAYLIST)).body.toString());
    await origin.close();
    await play(show.part(true), show.run('restart', 3), show.segments(2), show.part());
    origin = await start();
    const text = await waitUntil(
      async () => {
        const { body } = await (await client()).get(PLAYLIST);
        return body.toString().includes(`-p${show.msn}.0.m4s`) ? body.toString() : undefined;
      },
      { within: 5_000 },
    );
    const after = parseMediaPlaylist(text);
    expect(after.mediaSequence).toBeGreaterThanOrEqual(before.mediaSequence);
    expect(after.mediaSequence + after.segments.length - 1).toBe(show.msn);
    expect(after.segments.filter((segment) => segment.isGap)).toHaveLength(3);
    expect(after.segments.filter((segment) => segment.isDiscontinuity)).toHaveLength(1);
  });

  it('from a log that has forgotten the beginning: later numbers, right discontinuities', async () => {
    const short = new MediaLogMemory({ log, retention: { bytes: 40_000 } });
    const long = new Show();
    const append = async (...entries: readonly (TimelineEntry | readonly TimelineEntry[])[]) => {
      for (const entry of entries.flatMap((one) => one)) await short.append(STREAM, entry, FENCE);
    };
    await append(long.opened(), long.run(), long.segments(20), long.run('slate'), long.segments(3), long.part());
    const late = await openOrigin(originOptions({ mediaLog: short, metrics: new Metrics(), log }));
    try {
      const text = await waitUntil(async () => (await fetch(`http://127.0.0.1:${late.port}${PLAYLIST}`)).text(), { within: 5_000 });
      const playlist = parseMediaPlaylist(text);
      const counted = playlist.segments.filter((segment) => segment.isDiscontinuity).length;
      expect((playlist.discontinuitySequence ?? 0) + counted).toBe(1);
      expect(playlist.mediaSequence).toBeGreaterThan(10);
      expect(playlist.mediaSequence + playlist.segments.length - 1).toBe(long.msn);
    } finally {
      await late.close();
      await short.close();
    }
  });
});

describe('readers', () => {
  it('one that never reads disturbs nobody, and does not hold up the stop', async () => {
    const heavy = new Show({ recording: 'heavy', firstMsn: 100, firstRun: 10, discontinuitySequence: 1, partBytes: 2_000_000 });
    await play(show.ended(), heavy.opened(), heavy.run(), heavy.segments(1));
    const segment = `/live/${STREAM}/${SOURCE}/${heavy.profile.namePrefix}-s100.m4s`;
    const slow = await client();
    slow.socket.pause();
    slow.send(segment);
    const quick = await Promise.all(Array.from({ length: 5 }, async () => (await client()).get(segment)));
    expect(quick.map((answer) => answer.body.byteLength)).toEqual([12, 12, 12, 12, 12].map((megabytes) => megabytes * 1_000_000));
    expect(slow.pendingBytes).toBe(0);
    await origin.close();
    slow.socket.resume();
    await waitUntil(() => slow.socket.destroyed, { within: 5_000 });
    origin = await start();
  });

  it('a request that makes no sense is refused and harms nobody', async () => {
    const broken = await client();
    broken.socket.write('\u0016\u0003\u0001 not http\r\n\r\n');
    await waitUntil(() => broken.socket.destroyed || broken.pendingBytes > 0, { within: 5_000 });
    expect((await (await client()).get(PLAYLIST)).status).toBe(200);
  });
});

describe('a stop', () => {
  it('answers those who wait, lets answers under way end, and refuses the next connection', async () => {
    const heavy = new Show({ recording: 'heavy', firstMsn: 100, firstRun: 10, discontinuitySequence: 1, partBytes: 2_000_000 });
    await play(show.ended(), heavy.opened(), heavy.run(), heavy.segments(1), heavy.part());
    const reader = await client();
    reader.send(`/live/${STREAM}/${SOURCE}/${heavy.profile.namePrefix}-s100.m4s`);
    await waitUntil(() => reader.pendingBytes > 0, { within: 5_000 });
    const waiting = await Promise.all(Array.from({ length: 20 }, () => client()));
    const answers = waiting.map((one) => one.get(`${PLAYLIST}?_HLS_msn=101&_HLS_part=1`));
    await heldIs(20);
    const { port } = origin;
    const closed = origin.close();
    const got: RawAnswer[] = await Promise.all(answers);
    expect(got.map((answer) => [answer.status, answer.headers.get('connection')])).toEqual(got.map(() => [503, 'close']));
    expect((await reader.answer()).body.byteLength).toBe(12_000_000);
    await closed;
    await expect(RawClient.open(port)).rejects.toThrow('ECONNREFUSED');
    origin = await start();
  });

  it('without anybody is immediate, also with connections that are open and idle', async () => {
    const idle = await client();
    await idle.get(PLAYLIST);
    await origin.close();
    await waitUntil(() => idle.socket.destroyed, { within: 1_500 });
    origin = await start();
  });
});

describe('the port', () => {
  it('that is taken is said so, and nothing stays open', async () => {
    await expect(openOrigin(originOptions({ mediaLog, port: origin.port, log }))).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('gives its numbers in Prometheus’ text', async () => {
    await (await client()).get(PLAYLIST, { 'accept-encoding': 'gzip' });
    const answer = await fetch(`http://127.0.0.1:${origin.port}/metrics`);
    const text = await answer.text();
    expect(text).toContain('origin_requests_total{route="/live/:stream/:rendition/index.m3u8",status="200"} 1');
    expect(text).toMatch(/^# TYPE origin_reload_hold_seconds histogram$/m);
    expect(text).toMatch(/^# TYPE origin_part_lag_seconds histogram$/m);
  });
});
