/** Follows a live stream version by version, as somebody else downloads it, and holds every check against what comes. Pure. */
import type { SizedSegment } from './bit-rates.ts';
import { peakSegmentBps } from './bit-rates.ts';
import { Findings } from './findings.ts';
import { parseMediaPlaylist } from './media-playlist-parse.ts';
import type { Variant } from './multivariant-playlist.ts';
import type { ListedEdge, PlacedPlaylist, PlacedSegment } from './placed-playlist.ts';
import { compareEdges, edgeOf, placePlaylist } from './placed-playlist.ts';
import type { RenditionReport } from './rendition-report.ts';
import type { HeaderSubject, PlaylistAnswer } from './validate-answers.ts';
import { ANSWER_CHECKS, DELTA_CHECKS, HEADER_CHECKS, PACE_CHECKS } from './validate-answers.ts';
import type { MediaSegment } from './validate-media.ts';
import { MEDIA_CHECKS, MEDIA_PAIR_CHECKS, NEIGHBOUR_CHECKS } from './validate-media.ts';
import { MEDIA_PLAYLIST_CHECKS } from './validate-media-playlist.ts';
import { MULTIVARIANT_CHECKS, multivariantSubject, RATE_CHECKS } from './validate-multivariant.ts';
import { RENDITION_CHECKS, REPORT_CHECKS } from './validate-renditions.ts';
import { TAG_CHECKS, tagSubject } from './validate-tags.ts';
import { VERSION_CHECKS } from './validate-versions.ts';

/** One answer of a media playlist. Times are of any clock that does not go back, ms. */
export interface FetchedPlaylist {
  readonly rendition: string;
  readonly asked: PlaylistAnswer['asked'];
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly sentMs: number;
  readonly receivedMs: number;
}

interface Rendition {
  newest: PlacedPlaylist | undefined;
  receivedMs: number;
  /** When the newest whole segment was first seen. */
  wholeSinceMs: number;
  lastWholeMsn: number;
  /** What others have said of it and is still to be compared. */
  claims: { readonly by: string; readonly playlist: PlacedPlaylist; readonly receivedMs: number }[];
  readonly media: Map<number, { readonly mapUri: string | undefined; readonly segment: MediaSegment }>;
  readonly sizes: SizedSegment[];
}

/** Media that are kept for comparison with their neighbours and other renditions. */
const KEPT_MEDIA = 12;
/** Two renditions are compared when they were looked at within this time. */
const SAME_TIME_MS = 1_000;

export class LiveValidator {
  readonly findings = new Findings();
  readonly #renditions = new Map<string, Rendition>();
  #variants: readonly Variant[] = [];
  #targetDurationSeconds = 0;

  /** The multivariant playlist; the renditions are named by its addresses without `/index.m3u8`. @returns those names. */
  addMultivariant(text: string, headers: Readonly<Record<string, string>>): readonly string[] {
    const subject = multivariantSubject(text);
    this.findings.run(MULTIVARIANT_CHECKS, subject, 'multivariant');
    if (this.#targetDurationSeconds > 0) this.#headers({ kind: 'multivariant', headers }, 'multivariant');
    this.#variants = subject.variants;
    const names = subject.variants.map((variant) => variant.uri.replace(/\/index\.m3u8$/, ''));
    for (const name of names) this.#rendition(name);
    return names;
  }

  /** @returns the playlist in its place, or undefined when it cannot be read. */
  addPlaylist(fetched: FetchedPlaylist): PlacedPlaylist | undefined {
    const { rendition: name, asked, headers, text } = fetched;
    const rendition = this.#rendition(name);
    const where = asked.skip ? `${name} delta` : name;
    let answer: PlaylistAnswer;
    try {
      const playlist = parseMediaPlaylist(text);
      answer = { asked, headers, playlist, placed: placePlaylist(playlist, rendition.newest) };
    } catch (error) {
      this.findings.add({
        check: 'a playlist can be read',
        cites: '4',
        where,
        what: error instanceof Error ? error.message : String(error),
      });
      return undefined;
    }
    const { playlist, placed } = answer;
    this.#targetDurationSeconds = playlist.targetDurationSeconds;
    this.findings.run(TAG_CHECKS, tagSubject(text), where);
    this.findings.run(MEDIA_PLAYLIST_CHECKS, playlist, where);
    this.findings.run(ANSWER_CHECKS, answer, where);
    this.#headers({ kind: asked.msn === undefined ? 'plain' : 'blocking', headers }, where);
    if (rendition.newest !== undefined) this.findings.run(VERSION_CHECKS, { before: rendition.newest, after: placed }, where);
    this.#checkPace(rendition, placed, fetched, where);
    this.#checkReports(name, placed, fetched);
    rendition.newest = placed;
    rendition.receivedMs = fetched.receivedMs;
    this.#checkOthers(name, rendition);
    return placed;
  }

  /** Two answers to one question, one of them a delta update; versions that are not the same are not compared. */
  compareForms(name: string, delta: PlacedPlaylist, whole: PlacedPlaylist): void {
    const [a, b] = [edgeOf(delta), edgeOf(whole)];
    if (a === undefined || b === undefined || compareEdges(a, b) !== 0) return;
    // the same edge and yet another version: the stream ended in between
    if (delta.isEnded !== whole.isEnded) return;
    // reports may be newer in the one that was rendered later
    this.findings.run(DELTA_CHECKS, { delta: { ...delta, reports: [] }, whole: { ...whole, reports: [] } }, name);
  }

  /** A segment's bytes, and those of its parts. */
  addSegment(name: string, listed: PlacedSegment, segment: MediaSegment): void {
    const rendition = this.#rendition(name);
    const where = `${name} segment ${listed.msn}`;
    this.findings.run(MEDIA_CHECKS, segment, where);
    const before = rendition.media.get(listed.msn - 1);
    if (before !== undefined && before.mapUri === listed.mapUri)
      this.findings.run(NEIGHBOUR_CHECKS, { before: before.segment, after: segment }, where);
    for (const [other, { media }] of this.#renditions) {
      const same = other === name ? undefined : media.get(listed.msn);
      if (same !== undefined) this.findings.run(MEDIA_PAIR_CHECKS, { a: segment, b: same.segment }, `${where} and ${other}`);
    }
    rendition.media.set(listed.msn, { mapUri: listed.mapUri, segment });
    rendition.media.delete(listed.msn - KEPT_MEDIA);
    rendition.sizes.push({ bytes: segment.bytes.byteLength, durationTicks: segment.durationTicks });
  }

  addMediaHeaders(headers: Readonly<Record<string, string>>, where: string): void {
    this.#headers({ kind: 'media', headers }, where);
  }

  /** What can only be said when everything was seen. */
  finish(): void {
    for (const variant of this.#variants) {
      const sizes = this.#renditions.get(variant.uri.replace(/\/index\.m3u8$/, ''))?.sizes ?? [];
      const peakBps = peakSegmentBps(sizes, this.#targetDurationSeconds);
      this.findings.run(RATE_CHECKS, { variant, peakBps }, variant.uri);
    }
  }

  #rendition(name: string): Rendition {
    let known = this.#renditions.get(name);
    if (known === undefined) {
      known = { newest: undefined, receivedMs: 0, wholeSinceMs: 0, lastWholeMsn: -1, claims: [], media: new Map(), sizes: [] };
      this.#renditions.set(name, known);
    }
    return known;
  }

  #headers(subject: Pick<HeaderSubject, 'kind' | 'headers'>, where: string): void {
    this.findings.run(HEADER_CHECKS, { ...subject, targetDurationSeconds: this.#targetDurationSeconds }, where);
  }

  #checkPace(rendition: Rendition, placed: PlacedPlaylist, { receivedMs }: FetchedPlaylist, where: string): void {
    const lastWholeMsn = placed.segments.findLast((segment) => segment.whole !== undefined)?.msn ?? -1;
    const { newest, wholeSinceMs } = rendition;
    if (newest === undefined || lastWholeMsn > rendition.lastWholeMsn) {
      rendition.lastWholeMsn = lastWholeMsn;
      rendition.wholeSinceMs = receivedMs;
    }
    if (newest === undefined || placed.isEnded) return;
    const withoutSegmentMs = receivedMs - wholeSinceMs;
    this.findings.run(PACE_CHECKS, { withoutSegmentMs, targetDurationSeconds: placed.targetDurationSeconds }, where);
  }

  /** Reports of this version against what was known of the others, and earlier reports of others against this version. */
  #checkReports(name: string, placed: PlacedPlaylist, { sentMs, receivedMs }: FetchedPlaylist): void {
    const others = new Map([...this.#renditions.keys()].flatMap((other) => (other === name ? [] : [[other, addressOf(other)] as const])));
    const before = new Map<string, ListedEdge>();
    for (const other of others.keys()) {
      const known = this.#rendition(other);
      const edge = known.newest === undefined ? undefined : edgeOf(known.newest);
      if (edge !== undefined && known.receivedMs <= sentMs) before.set(other, edge);
      if (!placed.isEnded) known.claims.push({ by: name, playlist: placed, receivedMs });
    }
    this.findings.run(REPORT_CHECKS, { name, playlist: placed, others, before, after: new Map() }, name);
    const own = this.#rendition(name);
    const edge = edgeOf(placed);
    const ripe = own.claims.filter((claim) => claim.receivedMs <= sentMs);
    own.claims = own.claims.filter((claim) => claim.receivedMs > sentMs);
    if (edge === undefined) return;
    for (const { by, playlist } of ripe) {
      const reports: readonly RenditionReport[] = playlist.reports.filter((report) => report.uri === addressOf(name));
      const subject = { name: by, playlist: { ...playlist, reports }, others: new Map([[name, addressOf(name)]]) };
      this.findings.run(REPORT_CHECKS, { ...subject, before: new Map(), after: new Map([[name, edge]]) }, by);
    }
  }

  #checkOthers(name: string, { newest, receivedMs }: Rendition): void {
    if (newest === undefined) return;
    for (const [other, known] of this.#renditions) {
      if (other === name || known.newest === undefined || receivedMs - known.receivedMs > SAME_TIME_MS) continue;
      const pair = { a: { name, playlist: newest }, b: { name: other, playlist: known.newest } };
      this.findings.run(RENDITION_CHECKS, pair, `${name} and ${other}`);
    }
  }
}

const addressOf = (name: string): string => `../${name}/index.m3u8`;
