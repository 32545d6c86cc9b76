import { mkdir, mkdtemp, readdir, rename, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Msn, RecordingId, RenditionId, StreamId } from '../../core/contracts/ids.ts';
import type { PartAdded, RunStarted, StreamProfile } from '../../core/contracts/timeline.ts';
import { parseMediaPlaylist } from '../../core/hls/media-playlist-parse.ts';
import type { FaultyProxy } from '../../core/ports/faulty-proxy.ts';
import { openFaultyProxy } from '../../core/ports/faulty-proxy.ts';
import type { HeldLease } from '../../core/ports/lease.ts';
import { LeaseMemory } from '../../core/ports/lease-memory.ts';
import { MediaLogMemory } from '../../core/ports/media-log-memory.ts';
import { ObjectStoreS3 } from '../../core/ports/object-store-s3.ts';
import type { ObjectStore } from '../../core/ports/object-store.ts';
import type { S3Server } from '../../core/ports/s3-servers.ts';
import { openFakeS3 } from '../../core/ports/s3-servers.ts';
import { DiskNotice } from '../../core/runtime/disk-notice.ts';
import { silentLog } from '../../core/runtime/log.ts';
import { Metrics } from '../../core/runtime/metrics.ts';
import { waitUntil } from '../../core/runtime/test-support.ts';
import type { Uploader } from './open-uploader.ts';
import { openUploader } from './open-uploader.ts';

const STREAM = 'stage' as StreamId;
const RECORDING = 'recording1' as RecordingId;
const RENDITIONS = ['source', '360p'] as RenditionId[];
const SEGMENT_BYTES = 20_000;
const profile: StreamProfile = { partTargetSeconds: 0.334, targetDurationSeconds: 4, namePrefix: 'abcdefgh', renditions: RENDITIONS };

let folder: string;
let server: S3Server;
let proxy: FaultyProxy;
let store: ObjectStore;
let mediaLog: MediaLogMemory;
let lease: HeldLease;
let uploader: Uploader | undefined;
/** Everything that was put, in order, and what a playlist named that was not there. */
let puts: string[];
let unfulfilled: string[];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'plenary-upload-'));
  server = await openFakeS3();
  await server.createBucket('recordings');
  proxy = await openFaultyProxy(server.endpoint);
  puts = [];
  unfulfilled = [];
  store = watched(
    await ObjectStoreS3.open(
      {
        endpoint: proxy.url,
        region: 'eu-central-1',
        bucket: 'recordings',
        credentials: server.credentials,
        forcePathStyle: true,
        prefix: '',
        tries: 2,
        retryMs: 5,
        tryLimitMs: 1_000,
      },
      silentLog,
    ),
  );
  mediaLog = new MediaLogMemory({ log: silentLog });
  const taken = await new LeaseMemory().acquire(STREAM, 'test', 600_000);
  if (taken === undefined) throw new Error('no lease');
  lease = taken;
});
afterEach(async () => {
  proxy.set('none');
  await uploader?.close();
  uploader = undefined;
  await mediaLog.close();
  await store.close();
  await proxy.close();
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

/** Looks at every playlist at the moment it is put: what it names must be there. */
function watched(inner: ObjectStore): ObjectStore {
  const isThere = new Set<string>();
  return {
    put: async (key, body, facts, signal) => {
      if (key.endsWith('/index.m3u8')) {
        for (const { isGap, mapUri, whole } of parseMediaPlaylist(Buffer.from(body).toString()).segments)
          for (const uri of [mapUri, isGap ? undefined : whole?.uri])
            if (uri !== undefined && !isThere.has(`${path.dirname(key)}/${uri}`)) unfulfilled.push(`${key}: ${uri}`);
      }
      await inner.put(key, body, facts, signal);
      isThere.add(key);
      puts.push(key);
    },
    get: (key, signal) => inner.get(key, signal),
    head: (key, signal) => inner.head(key, signal),
    list: (prefix, signal) => inner.list(prefix, signal),
    delete: (key, signal) => inner.delete(key, signal),
    close: () => inner.close(),
  };
}

async function begin(spoolMaxBytes = 50_000_000): Promise<Uploader> {
  uploader = await openUploader({
    mediaLog,
    store,
    dataDir: folder,
    spoolMaxBytes,
    disk: new DiskNotice(silentLog),
    log: silentLog,
    metrics: new Metrics(),
  });
  return uploader;
}

const run: RunStarted = {
  kind: 'run',
  run: 0,
  cause: 'publisher',
  atMs: 1_700_000_000_000,
  discontinuitySequence: 0,
  firstMsn: 0 as Msn,
  renditions: RENDITIONS.map((rendition) => ({
    rendition,
    codecs: 'avc1.64001f,mp4a.40.2',
    width: 1280,
    height: 720,
    frameRate: 30,
    peakBps: 3_000_000,
    averageBps: 2_000_000,
    initName: 'abcdefgh-i0.mp4',
    initBytes: Uint8Array.of(1, 2, 3),
  })),
};

async function open(): Promise<void> {
  await mediaLog.append(
    STREAM,
    { kind: 'opened', stream: STREAM, recording: RECORDING, atMs: run.atMs, profile, firstMsn: 0 as Msn },
    lease.fence,
  );
  await mediaLog.append(STREAM, run, lease.fence);
}

/** Segment `msn` of both renditions, in two parts. */
async function addSegment(msn: number): Promise<void> {
  for (const rendition of RENDITIONS) {
    for (const part of [0, 1]) {
      const entry: PartAdded = {
        kind: 'part',
        run: 0,
        rendition,
        msn: msn as Msn,
        part,
        durationTicks: 90_000,
        independent: part === 0,
        closesSegment: part === 1,
        segmentStartMs: run.atMs + msn * 2_000,
        inputAtMs: 0,
        bytes: new Uint8Array(SEGMENT_BYTES / 2).fill(msn),
      };
      await mediaLog.append(STREAM, entry, lease.fence);
    }
  }
}

const addSegments = async (from: number, to: number): Promise<void> => {
  for (let msn = from; msn < to; msn++) await addSegment(msn);
};
const end = (): Promise<unknown> => mediaLog.append(STREAM, { kind: 'ended', atMs: 0, reason: 'ended-by-host' }, lease.fence);
const counts = () => uploader?.status().find((one) => one.recording === RECORDING);
const segmentsPut = () => puts.flatMap((key) => Number(/\/source\/.*-s(\d+)\.m4s$/.exec(key)?.[1] ?? Number.NaN)).filter(Number.isFinite);

async function playlist(rendition = 'source'): Promise<string> {
  const key = puts.findLast((one) => one.endsWith(`/${rendition}/index.m3u8`));
  return key === undefined ? '' : Buffer.from((await store.get(key)) ?? new Uint8Array()).toString();
}

async function spoolBytes(): Promise<number> {
  const spool = path.join(folder, 'uploads', STREAM, RECORDING);
  const names = await readdir(spool).catch(() => []);
  const sizes = await Promise.all(
    names
      .filter((name) => name.endsWith('.m4s'))
      .map((name) =>
        stat(path.join(spool, name)).then(
          (one) => one.size,
          () => 0,
        ),
      ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

const untilComplete = () =>
  waitUntil(async () => (await playlist()).includes('#EXT-X-ENDLIST') && (await playlist('360p')).includes('#EXT-X-ENDLIST'), {
    within: 30_000,
    what: 'the end of both playlists',
  });

describe('a recording', () => {
  it('is in the store when it is over, whole and in order, and nothing is left on the disk', async () => {
    await begin();
    await open();
    await addSegments(0, 6);
    await end();
    await untilComplete();
    expect(counts()).toMatchObject({ stored: 12, waiting: 0, lost: 0 });
    expect(segmentsPut()).toEqual([0, 1, 2, 3, 4, 5]);
    const body = await store.get(puts.find((key) => key.endsWith('/source/abcdefgh-s3.m4s')) ?? '');
    expect(Buffer.from(body ?? []).equals(Buffer.alloc(SEGMENT_BYTES, 3))).toBe(true);
    expect(unfulfilled).toEqual([]);
    expect(await spoolBytes()).toBe(0);
  });

  for (const fault of ['status-503', 'reset'] as const) {
    it(`waits in the spool while the store does not take it (${fault}), and follows in order`, async () => {
      await begin();
      await open();
      await addSegments(0, 2);
      await waitUntil(() => counts()?.stored === 4, { within: 10_000, what: 'the first segments' });
      proxy.set(fault);
      await addSegments(2, 12);
      await waitUntil(async () => counts()?.waiting === 20 && (await spoolBytes()) === 20 * SEGMENT_BYTES, {
        within: 10_000,
        what: 'a spool',
      });
      expect(segmentsPut()).toEqual([0, 1]);
      proxy.set('none');
      await end();
      await untilComplete();
      expect(segmentsPut()).toEqual(Array.from({ length: 12 }, (_, msn) => msn));
      expect(counts()).toMatchObject({ stored: 24, waiting: 0, lost: 0 });
      expect(unfulfilled).toEqual([]);
      expect(await spoolBytes()).toBe(0);
    });
  }

  it('with a full spool loses its oldest segments, and says so with gaps', async () => {
    await begin(10 * SEGMENT_BYTES);
    await open();
    proxy.set('status-503');
    for (let msn = 0; msn < 20; msn++) {
      await addSegment(msn);
      await waitUntil(() => (counts()?.waiting ?? 0) + (counts()?.lost ?? 0) === (msn + 1) * 2, { within: 10_000, what: 'the segment' });
      // one is under way, one has just come
      await waitUntil(async () => (await spoolBytes()) <= 12 * SEGMENT_BYTES, { within: 10_000, what: 'a spool within its bound' });
    }
    proxy.set('none');
    await end();
    await untilComplete();
    const { stored = 0, lost = 0 } = counts() ?? {};
    expect(stored + lost).toBe(40);
    expect(stored).toBeGreaterThanOrEqual(8);
    expect(segmentsPut().at(-1)).toBe(19);
    expect((await playlist()).match(/#EXT-X-GAP/g)?.length).toBeGreaterThan(10);
    expect((await playlist()).match(/#EXTINF/g)?.length).toBe(20);
    expect(unfulfilled).toEqual([]);
  });

  it('goes on after a restart with what the disk has, without the timeline', async () => {
    const first = await begin();
    await open();
    proxy.set('status-503');
    await addSegments(0, 5);
    await waitUntil(async () => (await spoolBytes()) === 10 * SEGMENT_BYTES, { within: 10_000, what: 'a spool' });
    await end();
    await first.close();
    await mediaLog.close();
    mediaLog = new MediaLogMemory({ log: silentLog });
    proxy.set('none');
    await begin();
    await untilComplete();
    expect(segmentsPut()).toEqual([0, 1, 2, 3, 4]);
    expect((await playlist()).match(/#EXTINF/g)?.length).toBe(5);
    expect(unfulfilled).toEqual([]);
  });

  it('loses nothing when the disk is full while the store is there', async () => {
    // whatever is written to these names finds no space
    const spool = path.join(folder, 'uploads', STREAM, RECORDING);
    await mkdir(spool, { recursive: true });
    for (const rendition of RENDITIONS)
      for (const msn of [1, 2, 3]) await symlink('/dev/full', path.join(spool, `${rendition}-${msn}.m4s`));
    await begin();
    await open();
    await addSegments(0, 6);
    await end();
    await untilComplete();
    expect(counts()).toMatchObject({ stored: 12, lost: 0 });
    expect((await playlist()).match(/#EXT-X-GAP/g)).toBeNull();
    const body = await store.get(puts.find((key) => key.endsWith('/360p/abcdefgh-s2.m4s')) ?? '');
    expect(Buffer.from(body ?? []).equals(Buffer.alloc(SEGMENT_BYTES, 2))).toBe(true);
    expect(unfulfilled).toEqual([]);
  });

  it('knows after a restart of what it held in memory, though its journal could not be written for a while', async () => {
    const spool = path.join(folder, 'uploads', STREAM, RECORDING);
    const first = await begin();
    await open();
    await addSegments(0, 2);
    await waitUntil(() => counts()?.stored === 4, { within: 10_000, what: 'the first segments' });
    // the disk is gone: neither the journal nor the spool can be written
    await rename(spool, `${spool}.away`);
    await symlink('/dev/full', spool);
    await addSegments(2, 4);
    await waitUntil(() => counts()?.stored === 8, { within: 10_000, what: 'segments from memory' });
    await rm(spool);
    await rename(`${spool}.away`, spool);
    await addSegment(4);
    await waitUntil(() => counts()?.stored === 10, { within: 10_000, what: 'the last one' });
    await first.close();
    await mediaLog.close();
    mediaLog = new MediaLogMemory({ log: silentLog });
    await begin();
    expect(counts()).toMatchObject({ stored: 10, waiting: 0, lost: 0 });
  });
});
