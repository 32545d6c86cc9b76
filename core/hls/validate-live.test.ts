import { describe, expect, it } from 'vitest';
import type { LiveSegment } from './live-playlist.ts';
import { livePlaylist } from './live-playlist.ts';
import { renderMediaPlaylist } from './media-playlist.ts';
import { parseMediaPlaylist } from './media-playlist-parse.ts';
import { renderMultivariantPlaylist } from './multivariant-playlist.ts';
import { placePlaylist } from './placed-playlist.ts';
import { initSection, partOf } from './testing/fmp4.ts';
import { LiveValidator } from './validate-live.ts';

const PARTS = 6;
const RENDITIONS = ['source', '480p'];
const HEADERS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'Age, Date',
  'timing-allow-origin': '*',
  'content-encoding': 'gzip',
  vary: 'accept-encoding',
  'content-type': 'application/vnd.apple.mpegurl',
};
const MULTIVARIANT = renderMultivariantPlaylist(
  RENDITIONS.map((name) => ({
    uri: `${name}/index.m3u8`,
    codecs: 'avc1.64001f,mp4a.40.2',
    width: 640,
    height: 360,
    frameRate: 30,
    peakBps: 500_000,
    averageBps: 400_000,
  })),
);

const partBytes = (msn: number, part: number): Buffer => partOf({ atSeconds: 10 + msn * 2 + part / 3, frames: 10, key: part === 0 });

/** The window after `made` parts of segments of six. */
function liveText(name: string, made: number, form: 'whole' | 'delta'): string {
  const newest = Math.floor((made - 1) / PARTS);
  const first = Math.max(0, newest - 9);
  const segments = Array.from({ length: newest - first + 1 }, (_, index): LiveSegment => {
    const msn = first + index;
    const count = Math.min(PARTS, made - msn * PARTS);
    const parts = Array.from({ length: count }, (_part, part) => ({
      uri: `p${msn}.${part}`,
      durationTicks: 30_000,
      independent: part === 0,
    }));
    return {
      msn,
      uri: `s${msn}`,
      startMs: 1_700_000_000_000 + msn * 2_000,
      isDiscontinuity: false,
      discontinuitySequence: 0,
      mapUri: 'i0',
      parts,
      isClosed: count === PARTS,
      isGap: false,
      durationTicks: count * 30_000,
    };
  });
  const other = RENDITIONS.find((one) => one !== name) ?? '';
  return renderMediaPlaylist(
    livePlaylist(
      {
        promise: { partTargetSeconds: 0.334, targetDurationSeconds: 2 },
        segments,
        preloadHint: `p${Math.floor(made / PARTS)}.${made % PARTS}`,
        reports: [{ uri: `../${other}/index.m3u8`, lastMsn: newest, lastPart: (made - 1) % PARTS }],
        isEnded: false,
      },
      form,
    ),
  );
}

interface Twist {
  readonly text?: (text: string, name: string, made: number) => string;
  readonly headers?: (headers: Record<string, string>) => Record<string, string>;
  readonly bytes?: (bytes: Buffer, msn: number, part: number) => Buffer;
  readonly millisecondsAPart?: number;
  readonly multivariant?: (text: string) => string;
}

/** Plays sixteen segments to a validator, with one thing changed. */
function follow(twist: Twist = {}): LiveValidator {
  const { text = (one) => one, headers = (one) => one, bytes = (one) => one, millisecondsAPart = 333, multivariant = (one) => one } = twist;
  const validator = new LiveValidator();
  validator.addMultivariant(multivariant(MULTIVARIANT), { ...HEADERS, 'cache-control': 'public, max-age=1' });
  for (let made = 3; made <= 16 * PARTS; made++) {
    for (const name of RENDITIONS) {
      const skip = made % 2 === 0 && made > 3;
      const asked = { msn: Math.floor((made - 1) / PARTS), part: (made - 1) % PARTS, skip };
      const nowMs = made * millisecondsAPart;
      const placed = validator.addPlaylist({
        rendition: name,
        asked,
        headers: headers({ ...HEADERS, 'cache-control': 'public, max-age=12' }),
        text: text(liveText(name, made, skip ? 'delta' : 'whole'), name, made),
        sentMs: nowMs - 10,
        receivedMs: nowMs,
      });
      const whole = placed?.segments.findLast((segment) => segment.whole !== undefined);
      if (made % PARTS !== 0 || whole?.whole === undefined) continue;
      const parts = whole.parts.map((listed, part) => ({ listed, bytes: bytes(partBytes(whole.msn, part), whole.msn, part) }));
      const all = Buffer.concat(Array.from({ length: PARTS }, (_, part) => partBytes(whole.msn, part)));
      validator.addSegment(name, whole, { init: initSection(), bytes: all, durationTicks: whole.whole.durationTicks, parts });
    }
  }
  validator.addMediaHeaders({ ...HEADERS, 'content-type': 'video/mp4', 'cache-control': 'public, max-age=31536000, immutable' }, 'a part');
  validator.finish();
  return validator;
}

const found = (twist: Twist): readonly string[] => [
  ...new Set(
    follow(twist)
      .findings.all()
      .map((finding) => finding.check),
  ),
];

describe('following a live stream', () => {
  it('finds nothing in one that is right', () => {
    const { findings } = follow();
    expect(findings.all()).toEqual([]);
    expect(findings.checks).toBeGreaterThan(5_000);
  });

  const twists: readonly { readonly twist: Twist; readonly check: string }[] = [
    { check: 'a playlist can be read', twist: { text: (text) => text.replace('#EXTINF:2.00000,\n', '') } },
    {
      check: 'what holds for a segment stands before its first part',
      twist: { text: (text) => text.replace(/(#EXT-X-PROGRAM[^\n]*\n)(#EXT-X-PART[^\n]*\n)/, '$2$1') },
    },
    { check: 'CAN-BLOCK-RELOAD=YES', twist: { text: (text) => text.replace('CAN-BLOCK-RELOAD=YES,', '') } },
    {
      check: 'the promise never changes',
      twist: { text: (text, _name, made) => (made < 50 ? text : text.replace('HOLD-BACK=6', 'HOLD-BACK=8')) },
    },
    {
      check: 'all renditions promise the same',
      twist: { text: (text, name) => (name === 'source' ? text : text.replace('HOLD-BACK=6', 'HOLD-BACK=8')) },
    },
    {
      check: 'one RENDITION-REPORT for every other rendition',
      twist: { text: (text) => text.replace(/#EXT-X-RENDITION-REPORT[^\n]*\n/, '') },
    },
    { check: 'a report names nothing that is not there', twist: { text: (text) => text.replace(/LAST-MSN=(\d+)/, 'LAST-MSN=9$1') } },
    {
      check: 'a report is as new as the playlist it stands in, give or take a part',
      twist: { text: (text) => text.replace(/LAST-MSN=\d+/, 'LAST-MSN=0') },
    },
    {
      check: 'a blocking reload is answered when what was asked for is there, not before',
      twist: { text: (_text, name, made) => liveText(name, made - 1, 'whole') },
    },
    {
      check: 'a delta update leaves out exactly what is farther from the end than CAN-SKIP-UNTIL',
      twist: { text: (_text, name, made) => liveText(name, made, 'whole') },
    },
    { check: 'another segment comes within one and a half target durations', twist: { millisecondsAPart: 700 } },
    { check: 'Cache-Control as the cache table has it', twist: { headers: (headers) => ({ ...headers, 'cache-control': 'no-cache' }) } },
    {
      check: 'a segment is the bytes of its parts, one after another',
      twist: { bytes: (bytes, msn, part) => (msn === 9 && part === 3 ? bytes.subarray(1) : bytes) },
    },
    {
      check: 'no segment takes more than BANDWIDTH',
      twist: { multivariant: (text) => text.replace(/BANDWIDTH=\d+,AVERAGE-BANDWIDTH=\d+/, 'BANDWIDTH=9,AVERAGE-BANDWIDTH=9') },
    },
    { check: 'no address stands twice', twist: { multivariant: (text) => text.replace('480p/', 'source/') } },
  ];
  for (const { check, twist } of twists) {
    it(`finds: ${check}`, () => {
      expect(found(twist)).toContain(check);
    });
  }

  it('a skipped segment that nobody has seen cannot be put in its place', () => {
    const validator = new LiveValidator();
    validator.addMultivariant(MULTIVARIANT, HEADERS);
    const asked = { msn: undefined, part: undefined, skip: true };
    validator.addPlaylist({ rendition: 'source', asked, headers: {}, text: liveText('source', 90, 'delta'), sentMs: 0, receivedMs: 1 });
    expect(validator.findings.all()).toMatchObject([
      { check: 'a playlist can be read', what: expect.stringContaining('was not listed before') as string },
    ]);
  });

  it('compares both forms of one version, and no two versions', () => {
    const validator = new LiveValidator();
    const whole = placePlaylist(parseMediaPlaylist(liveText('source', 90, 'whole')));
    const delta = placePlaylist(parseMediaPlaylist(liveText('source', 90, 'delta')), whole);
    validator.compareForms('source', delta, whole);
    validator.compareForms('source', delta, { ...whole, isEnded: true });
    validator.compareForms('source', delta, placePlaylist(parseMediaPlaylist(liveText('source', 91, 'whole'))));
    expect(validator.findings.all()).toEqual([]);
    validator.compareForms('source', { ...delta, preloadHint: 'other' }, whole);
    expect(validator.findings.all()).toHaveLength(1);
  });

  it('the same breach is told once, with how often it was seen', () => {
    const { findings } = follow({ text: (text) => text.replace('CAN-BLOCK-RELOAD=YES,', '') });
    const told = findings.all().filter((finding) => finding.check === 'CAN-BLOCK-RELOAD=YES');
    expect(told.map((finding) => finding.where).toSorted()).toEqual(['480p', '480p delta', 'source', 'source delta']);
    expect(told.every((finding) => finding.times > 10)).toBe(true);
  });
});
