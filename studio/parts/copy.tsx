import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useWords } from '../words/words.ts';
import { Icon } from './icon.tsx';

const SAID_MS = 2_000;

interface CopyLineProps {
  readonly label: string;
  readonly text: string;
}

/** Something to be pasted elsewhere, and a button that copies it. Where the browser does not let us copy (a page without https) it is selected, to be copied by hand. */
export function CopyLine({ label, text }: CopyLineProps): VNode {
  const words = useWords();
  const isCopied = useSignal(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!isCopied.value) return undefined;
    const timer = setTimeout(() => (isCopied.value = false), SAID_MS);
    return () => clearTimeout(timer);
  }, [isCopied.value]);
  const copy = async (): Promise<void> => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(text);
      isCopied.value = true;
    } catch {
      // it is selected
    }
  };
  return (
    <div class="field">
      <span class="legend">{label}</span>
      <div class="with-tool">
        <input
          ref={field}
          class="input latin mono"
          readOnly
          dir="ltr"
          value={text}
          aria-label={label}
          onFocus={(event) => event.currentTarget.select()}
        />
        <button type="button" class="button" aria-label={`${words.say('copy')}: ${label}`} onClick={() => void copy()}>
          <Icon name={isCopied.value ? 'check' : 'copy'} />
          <span>{words.say(isCopied.value ? 'copied' : 'copy')}</span>
        </button>
      </div>
      <span class="unseen" role="status">
        {isCopied.value ? words.say('copied') : ''}
      </span>
    </div>
  );
}
