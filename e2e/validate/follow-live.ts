import type { CountedFinding } from '../../core/hls/findings.ts';
import { LiveValidator } from '../../core/hls/validate-live.ts';
import type { FollowCounts } from './follow-rendition.ts';
import { RenditionFollower } from './follow-rendition.ts';
import { get } from './http.ts';
import { ProbeQueue } from './probe.ts';

/** What was looked at, and what was found. */
export interface ValidationReport {
  readonly findings: readonly CountedFinding[];
  readonly renditions: readonly string[];
  readonly counts: FollowCounts & { readonly checks: number; readonly probed: number };
}

/**
 * Follows a live stream by its multivariant playlist, all renditions at once, until it ends or `signal` aborts, and holds every check
 * against every version and every byte. @throws Error when there is no such stream.
 */
export async function followLive(url: URL, signal: AbortSignal): Promise<ValidationReport> {
  const validator = new LiveValidator();
  const probes = new ProbeQueue();
  const counts: FollowCounts = { playlists: 0, deltas: 0, compared: 0, hinted: 0, parts: 0, segments: 0, bytes: 0 };
  const multivariant = await get(url, signal);
  if (multivariant.status !== 200) throw new Error(`${url.href} answered ${multivariant.status}`);
  const renditions = validator.addMultivariant(multivariant.bytes.toString(), multivariant.headers);
  const followers = renditions.map(
    (name) => new RenditionFollower({ name, url: new URL(`${name}/index.m3u8`, url), validator, probes, counts, signal }),
  );
  await Promise.all(followers.map((follower) => follower.run()));
  // its rates follow what segments take: the last word counts
  const last = await get(url, AbortSignal.timeout(5_000)).catch(() => undefined);
  if (last?.status === 200) validator.addMultivariant(last.bytes.toString(), last.headers);
  validator.finish();
  for (const { where, what } of await probes.finish())
    validator.findings.add({ check: 'ffprobe has nothing to say', cites: '3.3', where, what });
  return { findings: validator.findings.all(), renditions, counts: { ...counts, checks: validator.findings.checks, probed: probes.count } };
}
