import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StreamId } from '../core/contracts/ids.ts';
import { LeaseMemory, LeaseTable } from '../core/ports/lease-memory.ts';
import { MediaLogMemory } from '../core/ports/media-log-memory.ts';
import { silentLog } from '../core/runtime/log.ts';
import { Metrics } from '../core/runtime/metrics.ts';
import { waitUntil } from '../core/runtime/test-support.ts';
import { findFfmpeg } from './ffmpeg/find-ffmpeg.ts';
import { DEFAULT_SLATE_IMAGE, encodeSlate } from './job/slate.ts';
import type { Transcoder, TranscoderOptions } from './open-transcoder.ts';
import { openTranscoder } from './open-transcoder.ts';
import type { FeedRig } from './testing/feed-rig.ts';
import { openFeedRig } from './testing/feed-rig.ts';
import { TimelineReader } from './testing/timeline-reader.ts';

const STREAM = 'stage' as StreamId;
const ffmpeg = await findFfmpeg(process.env['FFMPEG_PATH']);
const slate = encodeSlate(ffmpeg.path, DEFAULT_SLATE_IMAGE, AbortSignal.timeout(60_000));

let folder: string;
let rig: FeedRig;
let mediaLog: MediaLogMemory;
let table: LeaseTable;
let seen: TimelineReader;
let metrics: Metrics;
const closers: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'plenary-transcoder-'));
  rig = await openFeedRig(ffmpeg.path);
  mediaLog = new MediaLogMemory({ log: silentLog });
  table = new LeaseTable();
  seen = new TimelineReader(mediaLog, STREAM);
  metrics = new Metrics();
});
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
  await rig.close();
  await seen.close();
  await mediaLog.close();
  await rm(folder, { recursive: true, force: true });
});

async function open(options: Partial<TranscoderOptions> & { name?: string } = {}): Promise<Transcoder & { readonly leases: LeaseMemory }> {
  const { name = 'one', ...others } = options;
  const leases = new LeaseMemory({ table });
  const transcoder = await openTranscoder({
    feed: rig,
    mediaLog,
    leases,
    dataDir: path.join(folder, name),
    ffmpeg,
    slate,
    partTargetMs: 333,
    graceMs: 60_000,
    maxRungs: undefined,
    log: silentLog,
    metrics: name === 'one' ? metrics : new Metrics(),
    ...others,
  });
  closers.push(() => transcoder.close());
  return { ...transcoder, leases };
}

const pidOf = (transcoder: Transcoder): number | undefined => transcoder.ffmpegPids().get(STREAM);

describe('a presenter', () => {
  it('is there in every rendition, in parts of a third of a second, a little after the picture came', async () => {
    const transcoder = await open();
    const session = rig.publish(STREAM, { session: 'session1' });
    const run = await seen.untilRun(() => true);
    await seen.untilParts(9);
    expect(run.renditions.map((one) => `${one.rendition} ${one.width}x${one.height}`)).toEqual([
      'source 854x480',
      '360p 640x360',
      'audio 0x0',
    ]);
    for (const rendition of ['source', '360p', 'audio']) expect(seen.of(rendition).length).toBeGreaterThan(6);
    const whole = seen.of('source').filter((part) => !part.closesSegment);
    for (const part of whole) expect(part.durationTicks / 90).toBeCloseTo(333, -1);
    expect(transcoder.status()).toMatchObject([{ stream: STREAM, showing: 'publisher', encode: { shed: 0, isCrashing: false } }]);
    expect(await metrics.text()).toContain('transcoder_streams_count{showing="publisher"} 1');
    seen.expectSound();
    await session.stop();
  });

  it('whose connection begins slowly has dates that tell when the frames were made, not when they came', async () => {
    await open();
    const session = rig.publish(STREAM, { session: 'session1', holdBackMs: 800 });
    await seen.untilRun(() => true);
    await seen.untilParts(6);
    const first = seen.of('source')[0];
    const madeMs = session.epochMs();
    // by the first part live frames have come behind the burst: the estimate is theirs
    expect(Math.abs((first?.segmentStartMs ?? 0) - madeMs)).toBeLessThan(150);
    seen.expectSound();
  });

  it('is shown to the staff as he sends it, from the newest keyframe, until they leave or he goes', async () => {
    const transcoder = await open();
    const aborter = new AbortController();
    expect(await transcoder.preview(STREAM, aborter.signal)).toBe('nothing-sent');
    const session = rig.publish(STREAM, { session: 'session1' });
    await seen.untilParts(1);
    const [one, other] = await Promise.all([
      transcoder.preview(STREAM, aborter.signal),
      transcoder.preview(STREAM, new AbortController().signal),
    ]);
    if (typeof one === 'string' || typeof other === 'string') throw new Error('no preview');
    expect(one.type).toMatch(/^video\/mp4; codecs="avc1\.[0-9a-f]{6}, mp4a\.40\.2"$/);
    const file = path.join(folder, 'preview.mp4');
    const pieces: Buffer[] = [];
    one.bytes.on('data', (piece: Buffer) => pieces.push(piece));
    await waitUntil(() => pieces.length > 90, { within: 20_000, every: 20, what: 'three seconds of it' });
    aborter.abort();
    await waitUntil(() => one.bytes.destroyed, { within: 5_000, every: 20, what: 'the end of one' });
    await writeFile(file, Buffer.concat(pieces));
    const { stdout, stderr } = await promisify(execFile)('ffprobe', [
      ...['-v', 'warning', '-show_entries', 'frame=media_type', '-of', 'csv=p=0', file],
    ]);
    expect(stderr).toBe('');
    const kinds = stdout.split('\n');
    expect(kinds.filter((kind) => kind.startsWith('video')).length).toBeGreaterThan(80);
    expect(kinds.filter((kind) => kind.startsWith('audio')).length).toBeGreaterThan(100);
    expect(other.bytes.destroyed).toBe(false);
    other.bytes.resume();
    await session.stop();
    await waitUntil(() => other.bytes.destroyed, { within: 5_000, every: 20, what: 'the end of the other' });
  });

  it('whose feed connection breaks is read again', async () => {
    await open();
    const session = rig.publish(STREAM, { session: 'session1' });
    await seen.untilRun(() => true);
    session.breakReaders();
    await waitUntil(() => session.readers() === 2, { within: 5_000, what: 'a second reader' });
    await seen.untilRun((run) => run.run > 0 && run.cause === 'publisher');
    await seen.untilParts(4);
    seen.expectSound();
  });

  it('who goes is replaced by the slate, and the backup is taken where there is one', async () => {
    await open();
    const first = rig.publish(STREAM, { session: 'session1' });
    await seen.untilRun(() => true);
    rig.publish(STREAM, { session: 'session2', slot: 'backup' });
    await seen.untilParts(3);
    await first.stop();
    await seen.untilRun((run) => run.run > 0 && run.cause === 'publisher');
    await seen.untilParts(3);
    seen.expectSound();
  });

  it('is behind the slate while the host wants it, through a restart and for longer than a presenter is waited for, and before it again afterwards', async () => {
    const room: { streams: readonly StreamId[] } = { streams: [] };
    const heldSlates = () => Promise.resolve({ ...room });
    const transcoder = await open({ graceMs: 2_000, heldSlates });
    rig.publish(STREAM, { session: 'session1' });
    await seen.untilRun(() => true);
    await seen.untilParts(3);
    room.streams = [STREAM];
    await transcoder.askSlates();
    const slate = await seen.untilRun((run) => run.cause === 'slate');
    await seen.untilParts(8);
    expect(transcoder.status()).toMatchObject([{ showing: 'slate', isSlateHeld: true }]);
    seen.expectSound();
    // started anew: the encoder is back at once, the picture is not
    await transcoder.close();
    const again = await open({ graceMs: 2_000, heldSlates, metrics: new Metrics() });
    const kept = await seen.untilRun((run) => run.run > slate.run);
    await seen.untilParts(8);
    expect([kept.cause, again.status()]).toMatchObject(['slate', [{ showing: 'slate', isSlateHeld: true }]]);
    room.streams = [];
    await again.askSlates();
    await seen.untilRun((run) => run.run > kept.run && run.cause === 'publisher');
    await seen.untilParts(3);
  });
});

describe('the encoder', () => {
  it('that is killed is started again, and the numbers go on', async () => {
    const transcoder = await open();
    rig.publish(STREAM, { session: 'session1' });
    await seen.untilRun(() => true);
    const killedMs = Date.now();
    process.kill(pidOf(transcoder) ?? 0, 'SIGKILL');
    const run = await seen.untilRun((one) => one.cause === 'restart');
    const back = seen.parts.find((part) => part.run === run.run);
    expect((back?.seenMs ?? 0) - killedMs).toBeLessThan(3_000);
    await seen.untilParts(6);
    seen.expectSound();
    expect(await metrics.text()).toMatch(/transcoder_ffmpeg_restarts_total 1\b/);
  });

  it('that hangs is ended after a second and a half and started again', async () => {
    const transcoder = await open();
    rig.publish(STREAM, { session: 'session1' });
    await seen.untilRun(() => true);
    const hung = pidOf(transcoder) ?? 0;
    process.kill(hung, 'SIGSTOP');
    await seen.untilRun((one) => one.cause === 'restart');
    expect(pidOf(transcoder)).not.toBe(hung);
    await waitUntil(
      () => {
        try {
          return !process.kill(hung, 0);
        } catch {
          return true;
        }
      },
      { within: 5_000, what: 'the end of the stopped one' },
    );
    seen.expectSound();
  });

  it('that dies again and again is left in peace: the source goes on alone, and the rungs come back', async () => {
    const broken = path.join(folder, 'broken');
    const wrapper = path.join(folder, 'ffmpeg.sh');
    await writeFile(wrapper, `#!/bin/sh\n[ -e "${broken}" ] && exit 3\nexec "${ffmpeg.path}" "$@"\n`);
    await chmod(wrapper, 0o755);
    const transcoder = await open({ ffmpeg: { ...ffmpeg, path: wrapper }, guardLimits: { peaceMs: 3_000 } });
    await writeFile(broken, '');
    rig.publish(STREAM, { session: 'session1' });
    const alone = await seen.untilRun((run) => run.cause !== 'slate' && seen.encodesOf(run) === 1);
    expect(alone.renditions.map((one) => `${one.rendition} ${one.height}`)).toEqual(['source 480', '360p 480', 'audio 0']);
    expect(transcoder.status()[0]?.encode?.isCrashing).toBe(true);
    await seen.untilParts(3, '360p');
    await rm(broken);
    await seen.untilRun((run) => run.run > alone.run && seen.encodesOf(run) === 2);
    expect(transcoder.status()[0]?.encode?.isCrashing).toBe(false);
    seen.expectSound();
  });

  it('that is too slow loses its most expensive rung, and has it back after a calm', async () => {
    const transcoder = await open({ cores: 8, guardLimits: { lagMs: 500, lagForMs: 1_000, recoverAfterMs: 3_000 } });
    rig.publish(STREAM, { session: 'session1', size: '1280x720' });
    const whole = await seen.untilRun((run) => seen.encodesOf(run) === 3);
    // a machine that carries one encode and not two: ffmpeg gets a tenth of the time while it has two
    const slow = new Set<number>();
    const stutter = setInterval(() => {
      const pid = pidOf(transcoder);
      if (pid === undefined || transcoder.status()[0]?.encode?.shed !== 0) return;
      slow.add(pid);
      try {
        process.kill(pid, 'SIGSTOP');
        setTimeout(() => {
          if (slow.has(pid)) tryContinue(pid);
        }, 270);
      } catch {
        // it has just been ended
      }
    }, 300);
    const less = await seen
      .untilRun((run) => run.run > whole.run && seen.encodesOf(run) === 2, 30_000)
      .finally(() => clearInterval(stutter));
    expect(less.renditions.map((one) => `${one.rendition} ${one.height}`)).toEqual(['source 720', '480p 360', '360p 360', 'audio 0']);
    expect(transcoder.status()[0]?.encode).toMatchObject({ shed: 1 });
    expect(await metrics.text()).toMatch(/transcoder_rungs_left_out_count\{stream="stage"\} 1\b/);
    await seen.untilRun((run) => run.run > less.run && seen.encodesOf(run) === 3, 30_000);
    expect(transcoder.status()[0]?.encode).toMatchObject({ shed: 0 });
    expect(await metrics.text()).toMatch(/transcoder_rungs_left_out_total 1\b/);
    seen.expectSound();
  });
});

describe('another process', () => {
  it('takes a stream over whose lease was lost: the same recording, and the numbers go on', async () => {
    const first = await open();
    rig.publish(STREAM, { session: 'session1' });
    await seen.untilRun(() => true);
    await open({ name: 'two' });
    await seen.untilParts(3);
    await first.leases.close();
    await seen.untilRun((run) => run.run > 0 && run.cause === 'publisher', 20_000);
    await seen.untilParts(6);
    expect(new Set(seen.entries.flatMap((entry) => (entry.kind === 'opened' ? [entry.recording] : []))).size).toBe(1);
    expect(first.ffmpegPids().size).toBe(0);
    seen.expectSound();
  });
});

function tryContinue(pid: number): void {
  try {
    process.kill(pid, 'SIGCONT');
  } catch {
    // it has just been ended
  }
}
