import type { Signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { Engine } from '../playback/engine.ts';
import { lazily } from '../playback/lazily.ts';

const captions = lazily(() => import('../captions/caption-look.ts'));

/** Arrow keys go back and forth by this. */
export const SEEK_SECONDS = 10;
const VOLUME_STEP = 0.1;

interface ShortcutTargets {
  readonly engine: Engine;
  readonly fullscreen: () => void;
  readonly float: () => void;
  readonly isStatsOpen: Signal<boolean>;
  readonly isHelpOpen: Signal<boolean>;
  /** A key was used: the controls come up. */
  readonly onKey: () => void;
}

/** What each key does; the help dialog lists them. */
function actions({ engine, fullscreen, float, isStatsOpen, isHelpOpen }: ShortcutTargets): Readonly<Record<string, () => void>> {
  return {
    ' ': () => engine.toggle(),
    k: () => engine.toggle(),
    m: () => engine.toggleMuted(),
    f: fullscreen,
    p: float,
    l: () => engine.goLive(),
    c: () => {
      // what does not arrive is asked for by the next press
      if (engine.facts.captions.peek() !== null)
        captions().then(
          ({ toggleCaptions }) => toggleCaptions(),
          () => undefined,
        );
    },
    i: () => (isStatsOpen.value = !isStatsOpen.value),
    '?': () => (isHelpOpen.value = true),
    ArrowLeft: () => engine.seekBy(-SEEK_SECONDS),
    ArrowRight: () => engine.seekBy(SEEK_SECONDS),
    ArrowUp: () => engine.stepVolume(VOLUME_STEP),
    ArrowDown: () => engine.stepVolume(-VOLUME_STEP),
  };
}

/** The keys a focused element uses itself. */
function isTaken(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('dialog, [role=menu], input:not([type=range]), textarea, select, [contenteditable]') !== null) return true;
  if (target instanceof HTMLInputElement) return key.startsWith('Arrow');
  return key === ' ' && target.closest('button, a') !== null;
}

/** Listens for the page's keys. @returns the same for keys of another window. */
export function useShortcuts(targets: ShortcutTargets): (event: KeyboardEvent) => void {
  const hear = useMemo(() => {
    const table = actions(targets);
    return (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTaken(event.target, event.key)) return;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const act = Object.hasOwn(table, key) ? table[key] : undefined;
      if (act === undefined) return;
      event.preventDefault();
      act();
      targets.onKey();
    };
  }, [targets.engine]);
  useEffect(() => {
    window.addEventListener('keydown', hear);
    return () => window.removeEventListener('keydown', hear);
  }, [hear]);
  return hear;
}
