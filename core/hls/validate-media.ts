/** Checks on bytes: parts, the segment they make, the init section they need. Pure. */
import { TIMESCALE } from '../contracts/timeline.ts';
import type { Check } from './check.ts';
import { inSeconds } from './check.ts';
import type { Fragment, FragmentTrack, Mp4Track } from './fmp4-facts.ts';
import { readFragments, readInitSection } from './fmp4-facts.ts';
import type { PlaylistPart } from './part.ts';

/** A part as it is listed and as it was downloaded. */
export interface MediaPart {
  readonly listed: PlaylistPart;
  readonly bytes: Uint8Array;
}

/** A whole segment. `parts` is empty where none were listed when it was fetched. */
export interface MediaSegment {
  readonly init: Uint8Array;
  readonly bytes: Uint8Array;
  readonly durationTicks: number;
  readonly parts: readonly MediaPart[];
}

/** Two neighbours of one run in one rendition. */
export interface MediaNeighbours {
  readonly before: MediaSegment;
  readonly after: MediaSegment;
}

/** One segment in two renditions. */
export interface MediaPair {
  readonly a: MediaSegment;
  readonly b: MediaSegment;
}

/** Rungs agree within a fraction of a frame; FLV rounds to milliseconds. */
const SAME_TIME_SECONDS = 0.008;
/** EXTINF against the samples: rounding of each frame's time, and the last frame whose successor was never seen. */
const DURATION_TOLERANCE_SECONDS = 0.05;
/** Sound is cut in whole frames of 1024 samples. */
const AUDIO_FRAME_SECONDS = 1024 / 44_100;

interface Timed {
  readonly track: Mp4Track;
  readonly fragments: readonly FragmentTrack[];
}

/** The samples of a segment by track. @throws Error when the bytes cannot be read. */
function timed({ init, bytes }: MediaSegment): readonly Timed[] {
  const fragments = readFragments(bytes);
  return readInitSection(init).map((track) => ({
    track,
    fragments: fragments.flatMap((fragment) => fragment.tracks.filter((one) => one.trackId === track.id)),
  }));
}

/** The picture where there is one, else the sound: what durations are counted by. */
function leading(segment: MediaSegment): Timed | undefined {
  const tracks = timed(segment);
  return tracks.find((one) => one.track.kind === 'video') ?? tracks[0];
}

const secondsOf = ({ track, fragments }: Timed): number => fragments.reduce((sum, one) => sum + one.duration, 0) / track.timescale;
const startOf = ({ track, fragments }: Timed): number => (fragments[0]?.baseTime ?? Number.NaN) / track.timescale;

function readable<T>(read: () => T): T | Error {
  try {
    return read();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Does nothing with bytes that cannot be read: the first check has told of them. */
function* ifReadable<T>(read: () => T, find: (value: T) => Iterable<string>): Generator<string> {
  const value = readable(read);
  if (!(value instanceof Error)) yield* find(value);
}

export const MEDIA_CHECKS: readonly Check<MediaSegment>[] = [
  {
    name: 'init sections, segments and parts are boxes that can be read',
    cites: '3.3, ISO 14496-12',
    *find(segment) {
      const init = readable(() => readInitSection(segment.init));
      if (init instanceof Error) yield `init section: ${init.message}`;
      else if (init.length === 0) yield 'init section: no track';
      const whole = readable(() => readFragments(segment.bytes));
      if (whole instanceof Error) yield `segment: ${whole.message}`;
      for (const { listed, bytes } of segment.parts) {
        const part = readable(() => readFragments(bytes));
        if (part instanceof Error) yield `${listed.uri}: ${part.message}`;
      }
    },
  },
  {
    name: 'a segment is the bytes of its parts, one after another',
    cites: '4.4.4.9, 6.2.1',
    *find({ bytes, parts }) {
      if (parts.length === 0) return;
      const total = parts.reduce((sum, part) => sum + part.bytes.byteLength, 0);
      if (total !== bytes.byteLength) yield `${bytes.byteLength} bytes, its parts ${total}`;
      let at = 0;
      for (const part of parts) {
        if (part.bytes.some((byte, index) => bytes[at + index] !== byte)) yield `${part.listed.uri} is not in its place`;
        at += part.bytes.byteLength;
      }
    },
  },
  {
    name: 'INDEPENDENT=YES where a part begins with a keyframe, and nowhere else',
    cites: 'rule 3, 4.4.4.9',
    *find(segment) {
      yield* ifReadable(
        () => {
          const track = leading(segment)?.track;
          return segment.parts.map(({ listed, bytes }) => ({
            listed,
            begins: readFragments(bytes)[0]?.tracks.find((one) => one.trackId === track?.id)?.beginsWithSync ?? false,
          }));
        },
        function* (parts) {
          for (const { listed, begins } of parts)
            if (listed.independent !== begins) yield `${listed.uri}: ${begins ? 'a keyframe' : 'none'}`;
        },
      );
    },
  },
  {
    name: 'a segment begins with a keyframe',
    cites: '4.4.2.1',
    *find(segment) {
      yield* ifReadable(
        () => leading(segment),
        function* (lead) {
          if (lead?.fragments[0]?.beginsWithSync !== true) yield 'it does not';
        },
      );
    },
  },
  {
    name: 'DURATION and EXTINF are how long the samples last',
    cites: '4.4.4.1, 4.4.4.9',
    *find(segment) {
      yield* ifReadable(
        () => ({ lead: leading(segment), parts: segment.parts.map((part) => ({ ...part, fragments: readFragments(part.bytes) })) }),
        function* ({ lead, parts }) {
          if (lead === undefined) return;
          // sound alone has the durations of the picture, in whole frames
          const tolerance = DURATION_TOLERANCE_SECONDS + (lead.track.kind === 'audio' ? AUDIO_FRAME_SECONDS : 0);
          const listed = segment.durationTicks / TIMESCALE;
          if (Math.abs(listed - secondsOf(lead)) > tolerance)
            yield `EXTINF ${listed.toFixed(3)} s, samples ${secondsOf(lead).toFixed(3)} s`;
          for (const part of parts) {
            const own = { track: lead.track, fragments: trackOf(part.fragments, lead.track.id) };
            if (Math.abs(part.listed.durationTicks / TIMESCALE - secondsOf(own)) > tolerance)
              yield `${part.listed.uri}: ${inSeconds(part.listed.durationTicks)}, samples ${secondsOf(own).toFixed(3)} s`;
          }
        },
      );
    },
  },
  {
    name: 'inside a segment every track goes on where it was',
    cites: '6.2.1, ISO 14496-12 8.8.12',
    *find(segment) {
      yield* ifReadable(
        () => timed(segment),
        function* (tracks) {
          for (const { track, fragments } of tracks) {
            for (const [index, fragment] of fragments.entries()) {
              const before = fragments[index - 1];
              const off = before === undefined ? 0 : (fragment.baseTime - before.baseTime - before.duration) / track.timescale;
              if (Math.abs(off) > SAME_TIME_SECONDS) yield `${track.kind} is ${off.toFixed(3)} s off in fragment ${index}`;
            }
          }
        },
      );
    },
  },
];

export const NEIGHBOUR_CHECKS: readonly Check<MediaNeighbours>[] = [
  {
    name: 'from one segment to the next every track goes on where it was',
    cites: '6.2.1, ISO 14496-12 8.8.12',
    *find({ before, after }) {
      yield* ifReadable(
        () => [timed(before), timed(after)] as const,
        function* ([old, now]) {
          for (const { track, fragments } of old) {
            const next = now.find((one) => one.track.id === track.id);
            if (fragments.length === 0 || next === undefined || next.fragments.length === 0) continue;
            const off = startOf(next) - startOf({ track, fragments }) - secondsOf({ track, fragments });
            if (Math.abs(off) > SAME_TIME_SECONDS) yield `${track.kind} is ${off.toFixed(3)} s off`;
          }
        },
      );
    },
  },
];

export const MEDIA_PAIR_CHECKS: readonly Check<MediaPair>[] = [
  {
    name: 'a segment has one media time in all renditions',
    cites: 'rule 6, 6.2.4',
    *find({ a, b }) {
      yield* ifReadable(
        () => [timed(a), timed(b)] as const,
        function* ([one, other]) {
          for (const kind of ['video', 'audio'] as const) {
            const [mine, theirs] = [one.find((each) => each.track.kind === kind), other.find((each) => each.track.kind === kind)];
            if (mine === undefined || theirs === undefined || mine.fragments.length === 0 || theirs.fragments.length === 0) continue;
            const off = startOf(mine) - startOf(theirs);
            if (Math.abs(off) > SAME_TIME_SECONDS) yield `${kind} is ${off.toFixed(3)} s apart`;
          }
        },
      );
    },
  },
];

function trackOf(fragments: readonly Fragment[], id: number): readonly FragmentTrack[] {
  return fragments.flatMap((fragment) => fragment.tracks.filter((one) => one.trackId === id));
}
