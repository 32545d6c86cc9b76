import { type Signal, useSignal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { MAX_TEXT } from '../../../core/contracts/room/limits.ts';
import type { RoomClient } from '../room-client.ts';
import { type RoomPhrase, useRoomWords } from '../room-words.ts';

/** The counter is shown from here on. */
const NEAR_THE_END = 100;

interface ComposerProps {
  readonly client: RoomClient;
  readonly id: string;
  readonly text: Signal<string>;
  readonly placeholder: RoomPhrase;
  readonly action: RoomPhrase;
  readonly onSend: (text: string) => void;
  /** Said below; an error is said as one. */
  readonly hint?: string | undefined;
  readonly isError?: boolean;
  readonly children?: ComponentChildren;
}

/** A field that grows, a counter near the end, one button. Enter sends, Shift+Enter is a new line. */
export function Composer({ client, id, text, placeholder, action, onSend, hint, isError, children }: ComposerProps): VNode {
  const words = useRoomWords();
  const field = useRef<HTMLTextAreaElement>(null);
  const seconds = useQuietSeconds(client);
  const left = MAX_TEXT - Array.from(text.value.trim()).length;
  const mayNot = text.value.trim() === '' || left < 0 || seconds > 0;
  const send = (): void => {
    if (mayNot) return;
    onSend(text.value);
    text.value = '';
    field.current?.focus();
  };
  const below = left < 0 ? words.say('tooLong', { n: -left }) : seconds > 0 ? words.say('slow', { n: seconds }) : hint;
  const isWrong = left < 0 || (isError === true && seconds === 0);
  return (
    <form
      class="room-form"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {children}
      <div class="room-row">
        <textarea
          ref={field}
          id={id}
          class="room-input room-text"
          dir="auto"
          rows={1}
          maxLength={4_000}
          placeholder={words.say(placeholder)}
          aria-label={words.say(placeholder)}
          aria-describedby={`${id}-hint`}
          aria-invalid={left < 0}
          value={text.value}
          onInput={(event) => (text.value = event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
        <button type="submit" class="room-button" disabled={mayNot}>
          {words.say(action)}
        </button>
      </div>
      <div class="room-under">
        <p id={`${id}-hint`} class={isWrong ? 'room-hint is-error' : 'room-hint'}>
          {below}
        </p>
        {left >= 0 && left <= NEAR_THE_END && (
          <span class="room-counter" aria-label={words.say('left', { n: left })}>
            {words.number(left)}
          </span>
        )}
      </div>
    </form>
  );
}

/** How long slow mode still holds, counted down. */
function useQuietSeconds(client: RoomClient): number {
  const seconds = useSignal(0);
  const untilMs = client.quietUntilMs.value;
  useEffect(() => {
    const count = (): void => {
      seconds.value = Math.max(0, Math.ceil((untilMs - Date.now()) / 1_000));
      if (seconds.value === 0) clearInterval(timer);
    };
    const timer = setInterval(count, 250);
    count();
    return () => clearInterval(timer);
  }, [untilMs, seconds]);
  return seconds.value;
}
