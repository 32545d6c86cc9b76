import { afterEach, describe, expect, it } from 'vitest';
import type { StreamId } from '../../core/contracts/ids.ts';
import type { LoggedEntry, LogPosition, MediaLog } from '../../core/ports/media-log.ts';
import { MediaLogMemory } from '../../core/ports/media-log-memory.ts';
import { ManualClock } from '../../core/runtime/clock.ts';
import { createLog } from '../../core/runtime/log.ts';
import { Show, STREAM } from '../testing/show.ts';
import { settle } from '../testing/test-origin.ts';
import { StreamDirectory } from './stream-directory.ts';

const FENCE = { holder: 'test', epoch: 1 };
const log = createLog({ name: 'origin', level: 'silent' });
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

function open(mediaLog: MediaLog, clock = new ManualClock(), lines: string[] = []): StreamDirectory {
  const noisy = createLog({ name: 'origin', destination: { write: (line) => lines.push(line) } });
  const directory = new StreamDirectory({ mediaLog, clock, log: noisy, changed: () => undefined });
  closers.push(() => directory.close());
  return directory;
}

/** Breaks the iteration as often as it is told to, at the place it is told to. */
class BrittleLog extends MediaLogMemory {
  breaks = 0;
  breakAfter = 1;
  readonly starts: (LogPosition | undefined)[] = [];

  override async *follow(stream: StreamId, after: LogPosition | undefined, signal: AbortSignal): AsyncGenerator<LoggedEntry, void, void> {
    this.starts.push(after);
    let given = 0;
    for await (const logged of super.follow(stream, after, signal)) {
      if (this.breaks > 0 && given === this.breakAfter) {
        this.breaks--;
        throw new Error('connection reset');
      }
      given++;
      yield logged;
    }
  }
}

describe('the streams of an origin', () => {
  it('finds every stream that has a timeline, also one that begins later', async () => {
    const mediaLog = new MediaLogMemory({ log });
    const directory = open(mediaLog);
    expect(directory.find(STREAM)).toBeUndefined();
    await mediaLog.append(STREAM, new Show().opened(), FENCE);
    await settle();
    expect(directory.find(STREAM)?.facts.recording).toBe('recording-1');
    expect([...directory.all()]).toHaveLength(1);
  });

  it('goes on after the last entry it had when the log breaks off', async () => {
    const clock = new ManualClock();
    const mediaLog = new BrittleLog({ log, clock });
    mediaLog.breaks = 2;
    mediaLog.breakAfter = 3;
    const lines: string[] = [];
    const directory = open(mediaLog, clock, lines);
    const show = new Show();
    for (const entry of [show.opened(), show.run(), ...show.segments(3)]) await mediaLog.append(STREAM, entry, FENCE);
    for (let turn = 0; turn < 4; turn++) {
      await settle();
      clock.advance(1_000);
    }
    await settle();
    expect(directory.find(STREAM)?.isPlayable).toBe(true);
    expect([...(directory.find(STREAM)?.rendition(show.profile.renditions[0] ?? ('' as never))?.segments ?? [])]).toHaveLength(3);
    expect(mediaLog.starts.map((start) => start !== undefined)).toEqual([false, true, true]);
    expect(lines.join()).toContain('the timeline cannot be followed');
  });

  it('an entry that makes no sense is logged, and those after it are taken', async () => {
    const mediaLog = new MediaLogMemory({ log });
    const lines: string[] = [];
    const directory = open(mediaLog, new ManualClock(), lines);
    const show = new Show();
    const broken = { ...show.opened(), recording: 'other', profile: undefined };
    await mediaLog.append(STREAM, broken as never, FENCE);
    for (const entry of [show.opened(), show.run(), ...show.segments(1)]) await mediaLog.append(STREAM, entry, FENCE);
    await settle();
    expect(directory.find(STREAM)?.isPlayable).toBe(true);
    expect(lines.join()).toContain('an entry of the timeline makes no sense');
  });

  it('a stream that is over gives its media back after five minutes, unless it has begun anew', async () => {
    const clock = new ManualClock();
    const mediaLog = new MediaLogMemory({ log, clock });
    const directory = open(mediaLog, clock);
    const show = new Show();
    const play = async (...entries: readonly Parameters<MediaLog['append']>[1][]) => {
      for (const entry of entries) await mediaLog.append(STREAM, entry, FENCE);
      await settle();
    };
    await play(show.opened(), show.run(), ...show.segments(1), show.ended());
    const stream = directory.find(STREAM);
    clock.advance(5 * 60_000 - 1);
    expect(stream?.keptBytes).toBeGreaterThan(0);
    const next = new Show({ recording: 'recording-2', firstMsn: 30, firstRun: 3 });
    await play(next.opened(), next.run(), ...next.segments(1));
    clock.advance(60_000);
    expect(stream?.isPlayable).toBe(true);
    await play(next.ended());
    clock.advance(5 * 60_000);
    expect([stream?.isPlayable, stream?.keptBytes]).toEqual([false, 0]);
  });

  it('closes while it waits to try again', async () => {
    const clock = new ManualClock();
    const mediaLog = new BrittleLog({ log, clock });
    mediaLog.breaks = 1;
    mediaLog.breakAfter = 0;
    const directory = open(mediaLog, clock);
    await mediaLog.append(STREAM, new Show().opened(), FENCE);
    await settle();
    await directory.close();
    expect(mediaLog.starts).toHaveLength(1);
  });
});
