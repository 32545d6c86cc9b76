import type { ValidationReport } from './follow-live.ts';

/** A report as text: what was looked at, then every finding with its rule. */
export function printReport(title: string, { findings, renditions, counts }: ValidationReport): string {
  const lines = [
    `${title}: ${renditions.join(', ')}`,
    `  ${counts.playlists} playlists (${counts.deltas} delta updates, ${counts.compared} compared with the whole), ${counts.parts} parts (${counts.hinted} asked for by their hint), ${counts.segments} segments, ${(counts.bytes / 1e6).toFixed(1)} MB`,
    `  ${counts.checks} checks, ${counts.probed} segments through ffprobe`,
    findings.length === 0 ? '  nothing found' : `  ${findings.length} findings`,
  ];
  for (const { check, cites, where, what, times } of findings)
    lines.push(`  - ${check} [${cites}]`, `      ${where}: ${what}${times > 1 ? ` (${times} times)` : ''}`);
  return lines.join('\n');
}
