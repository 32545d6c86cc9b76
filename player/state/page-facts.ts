/** What the surfaces that are fetched later know of the page, and what they give it. Types only. */
import type { ReadonlySignal, Signal } from '@preact/signals';
import type { VNode } from 'preact';
import type { StreamStatus } from '../../core/contracts/stream-status.ts';
import type { Engine } from '../playback/engine.ts';
import type { PageState } from './page-state.ts';

/** The page, for whoever comes later. */
export interface PageFacts {
  readonly engine: Engine;
  readonly state: ReadonlySignal<PageState>;
  readonly status: ReadonlySignal<StreamStatus | null>;
  /** To be added to `Date.now()` for the server's clock. */
  readonly clockOffsetMs: ReadonlySignal<number>;
  /** People in the room, as the room tells; 0: nobody knows. */
  readonly people: Signal<number>;
}

/** The event's own surfaces. */
export interface EventSurfaces {
  /** Before the title. */
  readonly logo: VNode | null;
  /** Instead of the picture before it begins, and after it has ended. */
  readonly waiting: VNode;
  readonly ended: VNode;
  /** Below the picture. */
  readonly about: VNode;
}
