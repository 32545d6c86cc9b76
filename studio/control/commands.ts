/** Who answers to a key: the pane that is looked at, else the room. */
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { type Command, commandOf } from './shortcuts.ts';

/** @returns whether it did something with it. */
export type Handler = (command: Command) => boolean;

const handlers: Handler[] = [];

/** While the component is there it is asked, before those that were there before it. Keys come faster than pages are drawn: a handler looks at what is, not at what was drawn. */
export function useCommands(handler: Handler): void {
  const latest = useRef(handler);
  latest.current = handler;
  useLayoutEffect(() => {
    const one: Handler = (command) => latest.current(command);
    handlers.unshift(one);
    return () => {
      handlers.splice(handlers.indexOf(one), 1);
    };
  }, []);
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
      if (handlers.some((handle) => handle(command))) event.preventDefault();
    };
    document.addEventListener('keydown', press, { signal: ending.signal });
    return () => ending.abort();
  }, []);
}
