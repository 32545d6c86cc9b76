import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Engine } from '../playback/engine.ts';
import type { PlaybackSnapshot } from '../playback/snapshot.ts';
import { useFocusBack } from './focus-back.ts';
import { Icon } from './icon.tsx';
import { type CardPhrase, speaking, type WithCardWords } from './card-words.tsx';
import type { Closable } from './later.tsx';
import { type Say, useWords, type Words } from './words.ts';

const EVERY_MS = 500;
const KEPT = 60;

interface StatsProps extends Closable {
  readonly engine: Engine;
}

/** The figures for the curious (key i), with a spark line of the last half minute. */
export const statsOverlay = speaking<StatsProps>(StatsOverlay);

function StatsOverlay({ engine, onClose, say }: StatsProps & WithCardWords): VNode {
  const words = useWords();
  const box = useRef<HTMLElement>(null);
  useFocusBack(box);
  const now = useSignal(engine.snapshot());
  const line = useSignal<readonly number[]>([]);
  useEffect(() => {
    const timer = setInterval(() => {
      now.value = engine.snapshot();
      const { latencySeconds } = now.value;
      if (latencySeconds !== null) line.value = [...line.value, latencySeconds].slice(-KEPT);
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [engine, now, line]);
  return (
    <section ref={box} class="stats" aria-label={words.say('stats')} onKeyDown={(event) => event.key === 'Escape' && onClose()}>
      <button type="button" class="tool" aria-label={words.say('close')} title={words.say('close')} onClick={onClose}>
        <Icon name="x" size={18} />
      </button>
      <dl>
        {figures(now.value, words, say).map(([phrase, text]) => (
          <div key={phrase}>
            <dt>{say(phrase)}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <Spark values={line.value} />
    </section>
  );
}

function figures(now: PlaybackSnapshot, words: Words, say: Say<CardPhrase>): readonly (readonly [CardPhrase, string])[] {
  const seconds = (value: number): string => words.say('seconds', { n: words.number(value, 2) });
  return [
    ['statLatency', now.latencySeconds === null ? '–' : seconds(now.latencySeconds)],
    ['statBuffer', seconds(now.bufferSeconds)],
    ['statReserve', seconds(now.marginSeconds)],
    ['statRate', `× ${words.number(now.rate, 2)}`],
    ['statQuality', now.shownHeight === null ? '–' : words.say('height', { height: now.shownHeight })],
    ['statBandwidth', now.bandwidthBps === null ? '–' : say('mbps', { n: words.number(now.bandwidthBps / 1e6, 1) })],
    ['statStalls', words.number(now.stalls)],
    ['statGap', say('ms', { n: now.longestGapMs })],
    ['statDropped', words.number(now.droppedFrames)],
    ['statSwitches', words.number(now.switches)],
  ];
}

function Spark({ values }: { readonly values: readonly number[] }): VNode {
  const top = Math.max(1, ...values);
  const points = values.map((value, index) => `${(index * 100) / (KEPT - 1)},${30 - (value * 28) / top}`).join(' ');
  return (
    <svg class="spark" viewBox="0 0 100 30" preserveAspectRatio="none" aria-hidden="true">
      <polyline points={points} fill="none" stroke="currentColor" stroke-width="1" vector-effect="non-scaling-stroke" />
    </svg>
  );
}
