import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { EventIcon } from './event-icon.tsx';
import { useEventWords } from './event-words.ts';
import { playTone, type Tone } from './tone.ts';

/** A real tone and how loud it is: whoever hears it will hear the stage. */
export function SoundTest(): VNode {
  const words = useEventWords();
  const state = useSignal<'silent' | 'playing' | 'played' | 'refused'>('silent');
  const tone = useRef<Tone>(undefined);
  const meter = useRef<HTMLMeterElement>(null);
  const isPlaying = state.value === 'playing';

  useEffect(() => {
    if (!isPlaying) return undefined;
    let frame = 0;
    const draw = (): void => {
      if (meter.current !== null) meter.current.value = tone.current?.level() ?? 0;
      frame = requestAnimationFrame(draw);
    };
    draw();
    return () => cancelAnimationFrame(frame);
  }, [isPlaying]);
  useEffect(() => () => tone.current?.stop(), []);

  const press = async (): Promise<void> => {
    tone.current?.stop();
    if (isPlaying) {
      state.value = 'silent';
      return;
    }
    try {
      tone.current = await playTone(() => (state.value = 'played'));
      state.value = 'playing';
    } catch {
      state.value = 'refused';
    }
  };
  return (
    <div class="sound">
      <button type="button" class="landing-button" onClick={() => void press()}>
        <EventIcon name="volume-2" />
        {words.say(isPlaying ? 'soundStop' : 'soundTest')}
      </button>
      {isPlaying && <meter ref={meter} class="sound-meter" min={0} max={1} aria-label={words.say('soundLevel')} />}
      <p class="sound-word" role="status">
        {isPlaying && words.say('soundHear')}
        {state.value === 'played' && words.say('soundNot')}
        {state.value === 'refused' && words.say('soundRefused')}
      </p>
    </div>
  );
}
