import { peakSegmentBps } from '../../core/hls/bit-rates.ts';
import { Findings } from '../../core/hls/findings.ts';
import type { MediaPlaylist } from '../../core/hls/media-playlist.ts';
import { parseMediaPlaylist } from '../../core/hls/media-playlist-parse.ts';
import type { PlacedPlaylist } from '../../core/hls/placed-playlist.ts';
import { placePlaylist } from '../../core/hls/placed-playlist.ts';
import { HEADER_CHECKS } from '../../core/hls/validate-answers.ts';
import type { MediaSegment } from '../../core/hls/validate-media.ts';
import { MEDIA_CHECKS, MEDIA_PAIR_CHECKS, NEIGHBOUR_CHECKS } from '../../core/hls/validate-media.ts';
import { MULTIVARIANT_CHECKS, multivariantSubject, RATE_CHECKS } from '../../core/hls/validate-multivariant.ts';
import { RECORDING_CHECKS, RECORDING_PAIR_CHECKS } from '../../core/hls/validate-recording.ts';
import { TAG_CHECKS, tagSubject } from '../../core/hls/validate-tags.ts';
import type { ValidationReport } from './follow-live.ts';
import { get } from './http.ts';
import { ProbeQueue } from './probe.ts';

interface Recorded {
  readonly name: string;
  readonly url: URL;
  readonly playlist: PlacedPlaylist;
}

/** Downloads a finished recording, every segment of every rendition, and holds every check against it. @throws Error when it is not there. */
export async function checkRecording(url: URL, signal: AbortSignal): Promise<ValidationReport> {
  const findings = new Findings();
  const probes = new ProbeQueue();
  const counts = { playlists: 0, deltas: 0, compared: 0, hinted: 0, parts: 0, segments: 0, bytes: 0 };
  const multivariant = await fetched(url, signal);
  const subject = multivariantSubject(multivariant.bytes.toString());
  findings.run(MULTIVARIANT_CHECKS, subject, 'multivariant');
  const recorded: Recorded[] = [];
  for (const { uri } of subject.variants) {
    const name = uri.replace(/\/index\.m3u8$/, '');
    const own = new URL(uri, url);
    const { bytes, headers } = await fetched(own, signal);
    const text = bytes.toString();
    const playlist: MediaPlaylist = parseMediaPlaylist(text);
    findings.run(TAG_CHECKS, tagSubject(text), name);
    findings.run(RECORDING_CHECKS, playlist, name);
    findings.run(HEADER_CHECKS, { kind: 'recording-playlist', targetDurationSeconds: playlist.targetDurationSeconds, headers }, name);
    recorded.push({ name, url: own, playlist: placePlaylist(playlist) });
    counts.playlists++;
  }
  const [first, ...others] = recorded;
  if (first === undefined) throw new Error('the recording has no variant');
  for (const other of others) findings.run(RECORDING_PAIR_CHECKS, { a: first, b: other }, `${first.name} and ${other.name}`);

  const sizes = new Map<string, { bytes: number; durationTicks: number }[]>(recorded.map(({ name }) => [name, []]));
  const before = new Map<string, { readonly mapUri: string | undefined; readonly segment: MediaSegment }>();
  for (let index = 0; index < first.playlist.segments.length; index++) {
    let reference: MediaSegment | undefined;
    for (const one of recorded) {
      const segment = await download(one, index, signal);
      if (segment === undefined) continue;
      const { mapUri } = one.playlist.segments[index] ?? {};
      const where = `${one.name} segment ${index}`;
      findings.run(MEDIA_CHECKS, segment, where);
      const last = before.get(one.name);
      if (last !== undefined && last.mapUri === mapUri) findings.run(NEIGHBOUR_CHECKS, { before: last.segment, after: segment }, where);
      if (reference !== undefined) findings.run(MEDIA_PAIR_CHECKS, { a: reference, b: segment }, where);
      reference ??= segment;
      before.set(one.name, { mapUri, segment });
      sizes.get(one.name)?.push({ bytes: segment.bytes.byteLength, durationTicks: segment.durationTicks });
      probes.add(where, segment.init, segment.bytes);
      counts.segments++;
      counts.bytes += segment.bytes.byteLength;
    }
  }
  for (const variant of subject.variants) {
    const name = variant.uri.replace(/\/index\.m3u8$/, '');
    findings.run(RATE_CHECKS, { variant, peakBps: peakSegmentBps(sizes.get(name) ?? [], first.playlist.targetDurationSeconds) }, name);
  }
  for (const { where, what } of await probes.finish()) findings.add({ check: 'ffprobe has nothing to say', cites: '3.3', where, what });
  return {
    findings: findings.all(),
    renditions: recorded.map(({ name }) => name),
    counts: { ...counts, checks: findings.checks, probed: probes.count },
  };
}

async function download({ url, playlist }: Recorded, index: number, signal: AbortSignal): Promise<MediaSegment | undefined> {
  const segment = playlist.segments[index];
  if (segment?.whole === undefined || segment.isGap || segment.mapUri === undefined) return undefined;
  const [init, media] = await Promise.all([
    fetched(new URL(segment.mapUri, url), signal),
    fetched(new URL(segment.whole.uri, url), signal),
  ]);
  return { init: init.bytes, bytes: media.bytes, durationTicks: segment.whole.durationTicks, parts: [] };
}

async function fetched(url: URL, signal: AbortSignal) {
  const answer = await get(url, signal);
  if (answer.status !== 200) throw new Error(`${url.pathname} answered ${answer.status}`);
  return answer;
}
