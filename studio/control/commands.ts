/** Who answers to a key: the pane that is looked at, else the room. */
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { type Command, commandOf } from './shortcuts.ts';

/** @returns whether it did something with it. */
export type Handler = (command: Command) => boolean;

interface Listener {
  readonly handle: Handler;
  readonly pane: () => Element | null;
}

const listeners: Listener[] = [];

/**
 * While the component is there it is asked, before those that were there before it; when the focus is in its pane, before all. Keys come faster than
 * pages are drawn: a handler looks at what is, not at what was drawn.
 */
export function useCommands(handler: Handler, pane?: { readonly current: Element | null }): void {
  const latest = useRef(handler);
  latest.current = handler;
  useLayoutEffect(() => {
    const one: Listener = { handle: (command) => latest.current(command), pane: () => pane?.current ?? null };
    listeners.unshift(one);
    return () => {
      listeners.splice(listeners.indexOf(one), 1);
    };
  }, []);
}

/** Those whose pane is looked at first. */
function inTurn(): readonly Listener[] {
  const isLookedAt = ({ pane }: Listener): boolean => pane()?.contains(document.activeElement) === true;
  return [...listeners.filter(isLookedAt), ...listeners.filter((one) => !isLookedAt(one))];
}

/** Listens to the keys of the page. */
export function useKeyboard(): void {
  useEffect(() => {
    const ending = new AbortController();
    const press = (event: KeyboardEvent): void => {
      const target = event.target instanceof HTMLElement ? event.target : undefined;
      const command = commandOf({
        key: event.key,
        hasModifier: event.ctrlKey || event.metaKey || event.altKey,
        isInField: target?.closest('input, select, textarea, [contenteditable]') !== null && target !== undefined,
        isInDialog: document.querySelector('dialog[open]') !== null,
      });
      if (command === undefined) return;
      if (inTurn().some(({ handle }) => handle(command))) event.preventDefault();
    };
    document.addEventListener('keydown', press, { signal: ending.signal });
    return () => ending.abort();
  }, []);
}
