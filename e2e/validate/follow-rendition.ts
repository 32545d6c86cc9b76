import type { ListedEdge, PlacedPlaylist, PlacedSegment } from '../../core/hls/placed-playlist.ts';
import { edgeOf } from '../../core/hls/placed-playlist.ts';
import type { LiveValidator } from '../../core/hls/validate-live.ts';
import type { MediaPart } from '../../core/hls/validate-media.ts';
import type { Fetched } from './http.ts';
import { get } from './http.ts';
import type { ProbeQueue } from './probe.ts';

export interface RenditionTask {
  readonly name: string;
  /** Of the media playlist. */
  readonly url: URL;
  readonly validator: LiveValidator;
  readonly probes: ProbeQueue;
  readonly counts: FollowCounts;
  readonly signal: AbortSignal;
}

export interface FollowCounts {
  playlists: number;
  deltas: number;
  compared: number;
  hinted: number;
  parts: number;
  segments: number;
  bytes: number;
}

interface Question {
  readonly msn: number | undefined;
  readonly part: number | undefined;
  readonly skip: boolean;
}

/** Every so many reloads something else than the usual delta update is asked for. */
const WHOLE_EVERY = 3;
const COMPARE_EVERY = 10;
const SEGMENT_EVERY = 25;
const PLAIN_EVERY = 26;
const HINT_EVERY = 4;

/** Follows one rendition until it ends or the signal aborts: every version, every part, every segment. */
export class RenditionFollower {
  readonly #task: RenditionTask;
  readonly #parts = new Map<string, Promise<Buffer | undefined>>();
  readonly #inits = new Map<string, Promise<Buffer | undefined>>();
  readonly #refusedHints = new Set<string>();
  readonly #done = new Set<number>();
  readonly #downloads: Promise<void>[] = [];
  #newest: PlacedPlaylist | undefined;
  #round = 0;

  constructor(task: RenditionTask) {
    this.#task = task;
  }

  async run(): Promise<void> {
    const { signal } = this.#task;
    while (!signal.aborted && this.#newest?.isEnded !== true) {
      const question = this.#nextQuestion();
      const placed = await this.#reload(question);
      if (placed === undefined) continue;
      if (question.skip && this.#round % COMPARE_EVERY === 0) await this.#compare(question, placed);
      this.#download(placed);
      this.#round++;
    }
    await Promise.all(this.#downloads);
  }

  #nextQuestion(): Question {
    const edge = this.#newest === undefined ? undefined : edgeOf(this.#newest);
    if (edge === undefined || this.#round % PLAIN_EVERY === PLAIN_EVERY - 1) return { msn: undefined, part: undefined, skip: false };
    const next = after(edge);
    if (this.#round % SEGMENT_EVERY === SEGMENT_EVERY - 1) return { msn: next.msn, part: undefined, skip: true };
    return { ...next, skip: this.#round % WHOLE_EVERY !== 0 };
  }

  async #reload(question: Question): Promise<PlacedPlaylist | undefined> {
    const { name, validator, counts } = this.#task;
    const fetched = await this.#fetch(this.#address(question), name);
    if (fetched === undefined) return undefined;
    const { headers, sentMs, receivedMs } = fetched;
    const text = fetched.bytes.toString();
    const placed = validator.addPlaylist({ rendition: name, asked: question, headers, text, sentMs, receivedMs });
    counts.playlists++;
    if (text.includes('#EXT-X-SKIP:')) counts.deltas++;
    if (placed !== undefined) this.#newest = placed;
    return placed;
  }

  #address({ msn, part, skip }: Question): URL {
    const url = new URL(this.#task.url);
    // in the order of their names, so that caches know them again (6.2.5)
    if (msn !== undefined) url.searchParams.set('_HLS_msn', String(msn));
    if (part !== undefined) url.searchParams.set('_HLS_part', String(part));
    if (skip) url.searchParams.set('_HLS_skip', 'YES');
    return url;
  }

  async #compare(question: Question, delta: PlacedPlaylist): Promise<void> {
    const whole = await this.#reload({ ...question, skip: false });
    if (whole === undefined) return;
    this.#task.counts.compared++;
    this.#task.validator.compareForms(this.#task.name, delta, whole);
  }

  #download(placed: PlacedPlaylist): void {
    for (const segment of placed.segments) {
      for (const part of segment.parts) {
        if (this.#refusedHints.delete(part.uri)) this.#tellOfHint(part.uri);
        this.#part(part.uri);
      }
      if (segment.whole === undefined || segment.isGap || this.#done.has(segment.msn)) continue;
      this.#done.add(segment.msn);
      this.#downloads.push(this.#segment(segment, segment.whole));
    }
    if (placed.preloadHint !== undefined && this.#round % HINT_EVERY === 0) {
      this.#task.counts.hinted++;
      this.#hinted(placed.preloadHint);
    }
    const listed = new Set(placed.segments.flatMap((segment) => segment.parts.map((part) => part.uri)));
    for (const uri of this.#parts.keys()) if (!listed.has(uri) && uri !== placed.preloadHint) this.#parts.delete(uri);
  }

  #part(uri: string): void {
    if (this.#parts.has(uri)) return;
    this.#parts.set(
      uri,
      this.#media(uri).then((bytes) => this.#counted(bytes)),
    );
  }

  /** A hinted part may never come (6.2.6): then it is answered 404, and not listed afterwards. */
  #hinted(uri: string): void {
    if (this.#parts.has(uri)) return;
    const { url, signal } = this.#task;
    const asked = get(new URL(uri, url), signal).then(
      ({ status, bytes, headers }) => {
        if (status === 200) return this.#took(bytes, headers);
        this.#refusedHints.add(uri);
        this.#parts.delete(uri);
        return undefined;
      },
      () => undefined,
    );
    this.#parts.set(
      uri,
      asked.then((bytes) => this.#counted(bytes)),
    );
  }

  #tellOfHint(uri: string): void {
    const { name, validator } = this.#task;
    const what = `${uri} was refused when it was hinted, and listed afterwards`;
    validator.findings.add({ check: 'a hinted part is held until it exists', cites: 'rule 11, 6.2.6', where: name, what });
  }

  async #segment(segment: PlacedSegment, whole: { readonly uri: string; readonly durationTicks: number }): Promise<void> {
    const { name, validator, probes, counts } = this.#task;
    const mapUri = segment.mapUri ?? '';
    const init = this.#inits.get(mapUri) ?? this.#media(mapUri);
    this.#inits.set(mapUri, init);
    const asked = segment.parts.map(async (listed) => ({ listed, bytes: await this.#parts.get(listed.uri) }));
    const [initBytes, bytes, ...parts] = await Promise.all([init, this.#media(whole.uri), ...asked]);
    if (initBytes === undefined || bytes === undefined) return;
    const got = parts.flatMap(({ listed, bytes: own }): MediaPart[] => (own === undefined ? [] : [{ listed, bytes: own }]));
    validator.addSegment(name, segment, {
      init: initBytes,
      bytes,
      durationTicks: whole.durationTicks,
      parts: got.length === parts.length ? got : [],
    });
    counts.segments++;
    probes.add(`${name} ${whole.uri}`, initBytes, bytes);
  }

  async #media(uri: string): Promise<Buffer | undefined> {
    const { name, url } = this.#task;
    const fetched = await this.#fetch(new URL(uri, url), `${name} ${uri}`);
    if (fetched === undefined) return undefined;
    return this.#took(fetched.bytes, fetched.headers);
  }

  #took(bytes: Buffer, headers: Readonly<Record<string, string>>): Buffer {
    const { name, validator, counts } = this.#task;
    validator.addMediaHeaders(headers, `${name} media`);
    counts.bytes += bytes.byteLength;
    return bytes;
  }

  #counted(bytes: Buffer | undefined): Buffer | undefined {
    if (bytes !== undefined) this.#task.counts.parts++;
    return bytes;
  }

  /** @returns undefined when it was refused, which is a finding, or the signal aborted. */
  async #fetch(url: URL, where: string): Promise<Fetched | undefined> {
    const { validator, signal } = this.#task;
    const finding = { check: 'whatever a player asks for is answered', cites: 'rule 9, 6.2.1', where };
    try {
      const fetched = await get(url, signal);
      if (fetched.status === 200) return fetched;
      validator.findings.add({ ...finding, what: `status ${fetched.status}` });
    } catch (error) {
      if (!signal.aborted) validator.findings.add({ ...finding, what: error instanceof Error ? error.message : String(error) });
    }
    // whatever is wrong: not a thousand times a second
    if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, 250));
    return undefined;
  }
}

function after(edge: ListedEdge): { readonly msn: number; readonly part: number } {
  return edge.isWhole ? { msn: edge.msn + 1, part: 0 } : { msn: edge.msn, part: edge.parts };
}
