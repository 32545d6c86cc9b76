import { useSignal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Dialog } from '../parts/dialog.tsx';
import type { IconName } from '../parts/icon-names.ts';
import { Icon } from '../parts/icon.tsx';
import { useWords } from '../words/words.ts';

/** As long as the fill in `control.css` takes. */
const HOLD_MS = 1_200;

/** A key that is held down comes again and again: it must not press what stands under the focus by now (a dialog's way out). */
function ignoreUntilUp(key: string): void {
  const ending = new AbortController();
  const ignore = (event: KeyboardEvent): void => {
    if (event.key !== key) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.type === 'keyup') ending.abort();
  };
  const options = { capture: true, signal: ending.signal };
  document.addEventListener('keydown', ignore, options);
  document.addEventListener('keyup', ignore, options);
  // whoever leaves the page while he holds it lets go elsewhere
  addEventListener('blur', () => ending.abort(), { signal: ending.signal });
}

interface HoldButtonProps {
  readonly label: string;
  readonly icon: IconName;
  /** What it will do, and to how many people. */
  readonly what: ComponentChildren;
  readonly onDone: () => void;
  readonly look?: string;
  readonly isDisabled?: boolean;
}

/**
 * A grave act: held for a moment it is done; pressed only, it says what it will do and asks. So whoever cannot hold (a screen reader, a switch) does it
 * too.
 */
export function HoldButton({ label, icon, what, onDone, look = 'grave', isDisabled = false }: HoldButtonProps): VNode {
  const words = useWords();
  const isHeld = useSignal(false);
  const isAsking = useSignal(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const stop = (): boolean => {
    const wasHeld = isHeld.peek();
    clearTimeout(timer.current);
    isHeld.value = false;
    return wasHeld;
  };
  const begin = (key?: string): void => {
    if (isDisabled || isHeld.peek()) return;
    isHeld.value = true;
    timer.current = setTimeout(() => {
      if (!stop()) return;
      if (key !== undefined) ignoreUntilUp(key);
      onDone();
    }, HOLD_MS);
  };
  const release = (): void => {
    if (stop()) isAsking.value = true;
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <>
      <button
        type="button"
        class={`button ctl-hold ${look} ${isHeld.value ? 'is-held' : ''}`}
        disabled={isDisabled}
        title={words.say('ctlHold')}
        onPointerDown={(event) => event.button === 0 && begin()}
        onPointerUp={release}
        onPointerLeave={stop}
        onPointerCancel={stop}
        onContextMenu={(event) => event.preventDefault()}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== ' ') return;
          event.preventDefault();
          if (!event.repeat) begin(event.key);
        }}
        onKeyUp={(event) => {
          if (event.key !== 'Enter' && event.key !== ' ') return;
          event.preventDefault();
          release();
        }}
        onBlur={stop}
        onClick={(event) => {
          // neither a pointer nor a key: something that presses for somebody
          if (event.detail === 0) isAsking.value = true;
        }}
      >
        <Icon name={icon} size={16} />
        {label}
      </button>
      {isAsking.value && (
        <Dialog title={label} onClose={() => (isAsking.value = false)}>
          <div>{what}</div>
          <p class="hint">{words.say('ctlHoldHint')}</p>
          <div class="form-end">
            <button type="button" class="button" onClick={() => (isAsking.value = false)}>
              {words.say('cancel')}
            </button>
            <button
              type="button"
              class={`button ${look}`}
              onClick={() => {
                isAsking.value = false;
                onDone();
              }}
            >
              {label}
            </button>
          </div>
        </Dialog>
      )}
    </>
  );
}
