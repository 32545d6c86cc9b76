/** After a registration: the personal link, which nobody can be shown twice, and the way in. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Joined } from '../../core/contracts/room/join.ts';
import { useEntranceWords } from './entrance-words.ts';

interface RegisteredProps {
  readonly joined: Joined;
  readonly onEnter: (joined: Joined) => void;
}

export function Registered({ joined, onEnter }: RegisteredProps): VNode {
  const { say } = useEntranceWords();
  const title = useRef<HTMLHeadingElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const isCopied = useSignal(false);
  const link = `${location.origin}${location.pathname}#token=${joined.token ?? ''}`;
  useEffect(() => title.current?.focus(), []);
  const copy = async (): Promise<void> => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(link);
      isCopied.value = true;
    } catch {
      // Not given to pages without encryption, nor against the viewer's will: the link is marked, and he copies it.
    }
  };
  return (
    <div class="entrance-card">
      <h2 ref={title} class="entrance-title" tabIndex={-1}>
        {say('registered')}
      </h2>
      <p id="entrance-link-why">{say('registeredMore')}</p>
      <div class="entrance-link">
        <input
          ref={field}
          class="entrance-input"
          dir="ltr"
          readOnly
          value={link}
          aria-label={say('personalLink')}
          aria-describedby="entrance-link-why"
          onFocus={(event) => event.currentTarget.select()}
        />
        <button type="button" class="entrance-copy" onClick={() => void copy()}>
          {say('copy')}
        </button>
      </div>
      <p class="entrance-hint" role="status">
        {isCopied.value ? say('copied') : ''}
      </p>
      <button type="button" class="primary entrance-send" onClick={() => onEnter(joined)}>
        {say('goIn')}
      </button>
    </div>
  );
}
