import type { SessionId } from '../../core/contracts/ids.ts';
import { EpochEstimate } from '../../core/flv/epoch-estimate.ts';
import type { FlvTag } from '../../core/flv/flv-reader.ts';
import type { Clock } from '../../core/runtime/clock.ts';
import type { SourceEvent } from '../flv/flv-source.ts';
import { FlvSource } from '../flv/flv-source.ts';
import type { FeedAddress } from './feed-client.ts';
import { readSession } from './feed-client.ts';
import { ProgrammeClock } from './programme-dates.ts';
import type { Arrived } from './publisher-run.ts';
import { SourceMeter } from './source-meter.ts';
import { SourceState } from './source-state.ts';

export interface ReadingOptions {
  readonly address: FeedAddress;
  readonly session: SessionId;
  readonly clock: Clock;
  /** A frame of the source. */
  readonly onFrame: (frame: Arrived) => void;
  /** What comes now does not go on from what was before. */
  readonly onBreak: (reason: Extract<SourceEvent, { kind: 'break' }>['reason']) => void;
  /** Comes once, unless {@link Reading.close} was called. Not `isOver`: the connection broke, the session may live. */
  readonly onEnd: (reason: string, isOver: boolean) => void;
}

/** One publish session as it is read: its frames, what is known of its encoder, and when its time 0 was. */
export class Reading {
  readonly session: SessionId;
  readonly state = new SourceState();
  readonly meter = new SourceMeter();
  readonly #options: ReadingOptions;
  readonly #source = new FlvSource();
  readonly #close: () => void;
  #epoch = new EpochEstimate();
  #programmeClock = this.#newClock();
  #lastTagMs: number;
  #isClosed = false;

  constructor(options: ReadingOptions) {
    this.#options = options;
    const { address, session, clock } = options;
    this.session = session;
    this.#lastTagMs = clock.nowMs();
    const reader = readSession({
      address,
      session,
      onBegin: (epochMs) => {
        if (epochMs !== undefined) this.#epoch.note(epochMs, clock.nowMs());
      },
      onTag: (tag) => this.#onTag(tag),
      onEnd: (reason, isOver) => {
        if (!this.#isClosed) options.onEnd(reason, isOver);
      },
    });
    this.#close = () => reader.close();
  }

  /** Unix ms at which its newest media came, or at which it was begun. */
  get lastTagMs(): number {
    return this.#lastTagMs;
  }

  /** What the time of its frames means on the wall; another one after its time has jumped. */
  get programmeClock(): ProgrammeClock {
    return this.#programmeClock;
  }

  /** Nothing is called back any more. */
  close(): void {
    this.#isClosed = true;
    this.#close();
  }

  /** Forgets what came: the time that follows is not that time. */
  breakOff(): void {
    this.state.note({ kind: 'break', reason: 'timestamps-jumped' }, this.#options.clock.nowMs());
  }

  #onTag(tag: FlvTag): void {
    if (this.#isClosed) return;
    const nowMs = this.#options.clock.nowMs();
    for (const event of this.#source.read(tag)) {
      this.state.note(event, nowMs);
      this.meter.note(event, nowMs);
      if (event.kind === 'break') {
        this.#options.onBreak(event.reason);
        if (event.reason === 'timestamps-jumped') {
          this.#epoch = new EpochEstimate();
          this.#programmeClock = this.#newClock();
        }
      } else if (event.kind === 'video' || event.kind === 'audio') {
        this.#lastTagMs = nowMs;
        if (event.kind === 'video') this.#epoch.note(nowMs - event.ptsMs, nowMs);
        this.#options.onFrame({ ...event, atMs: nowMs });
      }
    }
  }

  #newClock(): ProgrammeClock {
    const epoch = this.#epoch;
    return new ProgrammeClock(() => epoch.epochMs ?? this.#options.clock.nowMs());
  }
}
