/** Timeline entries for tests of this folder. */
import type { Msn, RecordingId, RenditionId, StreamId } from '../contracts/ids.ts';
import type { PartAdded, RunStarted, TimelineEnded, TimelineOpened } from '../contracts/timeline.ts';

export const STREAM = 'demo' as StreamId;
const SOURCE = 'source' as RenditionId;

export function opened(recording = 'recording1', stream = STREAM): TimelineOpened {
  return {
    kind: 'opened',
    stream,
    recording: recording as RecordingId,
    atMs: 1,
    profile: { partTargetSeconds: 0.334, targetDurationSeconds: 2, namePrefix: 'abcdefgh', renditions: [SOURCE] },
    firstMsn: 0 as Msn,
  };
}

export function run(number: number): RunStarted {
  return {
    kind: 'run',
    run: number,
    cause: 'publisher',
    atMs: 1,
    discontinuitySequence: number,
    firstMsn: 0 as Msn,
    renditions: [
      {
        rendition: SOURCE,
        codecs: 'avc1.64001f,mp4a.40.2',
        width: 1280,
        height: 720,
        frameRate: 30,
        peakBps: 3_000_000,
        averageBps: 2_500_000,
        initName: `abcdefgh-i${number}.mp4`,
        initBytes: Uint8Array.of(number % 256, 1, 2, 3),
      },
    ],
  };
}

export function part(runNumber: number, msn: number, sizeBytes = 100): PartAdded {
  const bytes = new Uint8Array(sizeBytes);
  for (let index = 0; index < sizeBytes; index++) bytes[index] = (msn * 7 + index) % 256;
  return {
    kind: 'part',
    run: runNumber,
    rendition: SOURCE,
    msn: msn as Msn,
    part: 0,
    durationTicks: 30_000,
    independent: true,
    closesSegment: true,
    segmentStartMs: 1_700_000_000_000.25 + msn,
    inputAtMs: 1_700_000_000_000 + msn,
    bytes,
  };
}

export function ended(): TimelineEnded {
  return { kind: 'ended', atMs: 2, reason: 'ended-by-host' };
}
