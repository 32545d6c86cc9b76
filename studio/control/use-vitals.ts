import { type ReadonlySignal, type Signal, useComputed, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Encoder } from '../../core/contracts/room/installation.ts';
import type { Engine } from '../../player/playback/engine.ts';
import type { Desk } from './desk.ts';
import { type Sample, sampled } from './vitals.ts';

const EVERY_MS = 2_000;

export interface Vitals {
  /** undefined: not known yet; null: nothing arrives. */
  readonly encoder: ReadonlySignal<Encoder | null | undefined>;
  readonly samples: ReadonlySignal<readonly Sample[]>;
  readonly isStalled: ReadonlySignal<boolean>;
  /** The picture that is looked at. */
  readonly watchEngine: (engine: Engine | undefined) => void;
}

/** Looks every two seconds, while the page is there. */
export function useVitals(desk: Desk): Vitals {
  const encoder: Signal<Encoder | null | undefined> = useSignal<Encoder | null | undefined>(undefined);
  const samples = useSignal<readonly Sample[]>([]);
  const engine = useSignal<Engine | undefined>(undefined);
  const isStalled = useComputed(() => engine.value?.facts.pictured.value === true && engine.value.facts.waiting.value);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isGone = false;
    const look = async (): Promise<void> => {
      const [encoders, transcoding] = await Promise.all([desk.api.encoders(), desk.api.transcoding()]);
      if (isGone) return;
      if (encoders.ok) encoder.value = encoders.value.live;
      if (transcoding.ok) desk.tellTranscoding(transcoding.value);
      const { view, viewers } = desk.link.feed.peek();
      const { stalls = 0, droppedFrames = 0 } = engine.peek()?.snapshot() ?? {};
      // before the room has answered nobody knows how many are there
      if (view !== undefined) {
        samples.value = sampled(samples.peek(), {
          ...{ atMs: Date.now(), viewers, stalls, droppedFrames },
          bitsPerSecond: encoder.peek()?.bitsPerSecond ?? null,
          behindSeconds: engine.peek()?.facts.toldBehind.peek() ?? null,
        });
      }
      timer = setTimeout(() => void look(), EVERY_MS);
    };
    void look();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [desk]);
  const watchEngine = (next: Engine | undefined): void => {
    engine.value = next;
    desk.watchStage(next?.facts);
  };
  return { encoder, samples, isStalled, watchEngine };
}
