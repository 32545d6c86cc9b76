import type { ReadonlySignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { StreamStatus } from '../../core/contracts/stream-status.ts';
import type { Engine } from '../playback/engine.ts';
import type { PageState } from '../state/page-state.ts';
import { useSeconds } from './use-seconds.ts';
import { useWords } from './words.ts';

interface UnderPictureProps {
  readonly engine: Engine;
  readonly state: ReadonlySignal<PageState>;
  readonly status: ReadonlySignal<StreamStatus | null>;
  readonly clockOffsetMs: ReadonlySignal<number>;
}

/** One quiet line: since when, and how near to the stage. */
export function UnderPicture({ engine, state, status, clockOffsetMs }: UnderPictureProps): VNode {
  const words = useWords();
  const nowMs = useSeconds();
  const { kind } = state.value;
  const startedMs = status.value?.startedMs ?? null;
  const behind = engine.facts.toldBehind.value;
  const isOn = kind === 'live' || kind === 'slate';
  return (
    <div class="under">
      {kind === 'loading' && <span class="bone bone-line" />}
      {isOn && (
        <p>
          {startedMs !== null && (
            <span>{words.say('onAirFor', { time: words.clock((nowMs.value + clockOffsetMs.value - startedMs) / 1000) })}</span>
          )}
          {engine.facts.mode.value === 'live' && engine.facts.following.value && behind !== null && kind === 'live' && (
            <span class="near">{words.say('behindStage', { time: words.span(behind) })}</span>
          )}
        </p>
      )}
      {kind === 'ended' && <p>{words.say(engine.facts.mode.value === 'recording' ? 'recording' : 'ended')}</p>}
    </div>
  );
}
