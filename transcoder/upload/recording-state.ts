import type { RecordingId, RenditionId, StreamId } from '../../core/contracts/ids.ts';
import type { RecordedSegment } from '../../core/hls/recording-playlist.ts';
import { renderRecordingPlaylist } from '../../core/hls/recording-playlist.ts';
import type { Variant } from '../../core/hls/multivariant-playlist.ts';
import { renderMultivariantPlaylist } from '../../core/hls/multivariant-playlist.ts';

/** One line of a recording's journal. Everything that is known of the recording follows from its lines. */
export type JournalLine =
  | { readonly kind: 'opened'; readonly stream: StreamId; readonly recording: RecordingId; readonly targetDurationSeconds: number }
  | { readonly kind: 'run'; readonly run: number; readonly renditions: readonly RunRendition[] }
  | {
      readonly kind: 'segment';
      readonly rendition: RenditionId;
      readonly msn: number;
      readonly run: number;
      readonly name: string;
      readonly bytes: number;
      readonly sha256: string;
      readonly durationTicks: number;
      readonly startMs: number;
    }
  | { readonly kind: 'stored' | 'lost'; readonly rendition: RenditionId; readonly msn: number }
  | { readonly kind: 'init-stored'; readonly rendition: RenditionId; readonly run: number }
  | { readonly kind: 'ended' }
  | { readonly kind: 'complete' };

export interface RunRendition extends Omit<Variant, 'uri'> {
  readonly rendition: RenditionId;
  readonly initName: string;
  /** The init section, base64: small, and needed again after a restart. */
  readonly init: string;
}

export interface SegmentRow extends Omit<Extract<JournalLine, { kind: 'segment' }>, 'kind'> {
  state: 'waiting' | 'stored' | 'lost';
}

/** A recording as its journal tells it. Pure: lines in, what is to be done and the playlists out. */
export class RecordingState {
  readonly stream: StreamId;
  readonly recording: RecordingId;
  readonly #targetDurationSeconds: number;
  readonly #runs = new Map<number, readonly RunRendition[]>();
  readonly #segments = new Map<RenditionId, SegmentRow[]>();
  readonly #known = new Set<string>();
  readonly #initsStored = new Set<string>();
  isEnded = false;
  isComplete = false;

  constructor(opened: Extract<JournalLine, { kind: 'opened' }>) {
    this.stream = opened.stream;
    this.recording = opened.recording;
    this.#targetDurationSeconds = opened.targetDurationSeconds;
  }

  apply(line: JournalLine): void {
    switch (line.kind) {
      case 'opened':
        break;
      case 'run':
        this.#runs.set(line.run, line.renditions);
        break;
      case 'segment': {
        // a line that was written again because the disk was full in its middle
        if (this.has(line.rendition, line.msn)) break;
        const rows = this.#segments.get(line.rendition) ?? [];
        this.#segments.set(line.rendition, rows);
        const { kind: _kind, ...row } = line;
        rows.push({ ...row, state: 'waiting' });
        this.#known.add(`${line.rendition} ${line.msn}`);
        break;
      }
      case 'stored':
      case 'lost': {
        const row = this.row(line.rendition, line.msn);
        if (row !== undefined) row.state = line.kind;
        break;
      }
      case 'init-stored':
        this.#initsStored.add(`${line.rendition} ${line.run}`);
        break;
      case 'ended':
        this.isEnded = true;
        break;
      case 'complete':
        this.isComplete = true;
        break;
    }
  }

  has(rendition: RenditionId, msn: number): boolean {
    return this.#known.has(`${rendition} ${msn}`);
  }

  hasRun(run: number): boolean {
    return this.#runs.has(run);
  }

  row(rendition: RenditionId, msn: number): SegmentRow | undefined {
    return this.#segments.get(rendition)?.findLast((row) => row.msn === msn);
  }

  /** Segments that are not in the store yet, oldest first. */
  waiting(): readonly SegmentRow[] {
    return [...this.#segments.values()].flatMap((rows) => rows.filter((row) => row.state === 'waiting')).sort((a, b) => a.msn - b.msn);
  }

  counts(): { readonly stored: number; readonly waiting: number; readonly lost: number } {
    const all = [...this.#segments.values()].flat();
    const count = (state: SegmentRow['state']) => all.filter((row) => row.state === state).length;
    return { stored: count('stored'), waiting: count('waiting'), lost: count('lost') };
  }

  /** The init section that a segment needs; undefined when it is in the store already. */
  initToStore(row: SegmentRow): RunRendition | undefined {
    if (this.#initsStored.has(`${row.rendition} ${row.run}`)) return undefined;
    return this.#runs.get(row.run)?.find((one) => one.rendition === row.rendition);
  }

  renditions(): readonly RenditionId[] {
    return [...this.#segments.keys()];
  }

  /** When its first segment begins, Unix ms; undefined while there is none. */
  get startMs(): number | undefined {
    const firsts = [...this.#segments.values()].flatMap(([first]) => (first === undefined ? [] : [first.startMs]));
    return firsts.length === 0 ? undefined : Math.min(...firsts);
  }

  /** How many segments its longest playlist has. */
  get length(): number {
    return Math.max(0, ...[...this.#segments.values()].map((rows) => rows.length));
  }

  /** A rendition's playlist: every segment up to the first that is not stored. Undefined while there is none. */
  playlist(rendition: RenditionId): string | undefined {
    const rows = this.#segments.get(rendition) ?? [];
    const listed: RecordedSegment[] = [];
    for (const row of rows) {
      if (row.state === 'waiting') break;
      const mapUri = this.#runs.get(row.run)?.find((one) => one.rendition === rendition)?.initName;
      if (mapUri === undefined) continue;
      listed.push({
        uri: row.name,
        mapUri,
        durationTicks: row.durationTicks,
        startMs: row.startMs,
        run: row.run,
        isLost: row.state === 'lost',
      });
    }
    if (!listed.some((segment) => !segment.isLost)) return undefined;
    const isEnded = this.isEnded && listed.length === rows.length;
    return renderRecordingPlaylist({ targetDurationSeconds: this.#targetDurationSeconds, segments: listed, isEnded });
  }

  /** The multivariant playlist, with the rates of the newest presenter's run; undefined until every rendition can be played. */
  multivariant(): string | undefined {
    const runs = [...this.#runs.values()];
    const best = runs.findLast((run) => run.some((one) => one.peakBps > 1_000_000)) ?? runs.at(-1);
    const renditions = best?.filter((one) => this.#segments.has(one.rendition));
    if (renditions === undefined || renditions.length === 0 || renditions.some((one) => this.playlist(one.rendition) === undefined))
      return undefined;
    return renderMultivariantPlaylist(renditions.map((one) => ({ ...one, uri: `${one.rendition}/index.m3u8` })));
  }
}
