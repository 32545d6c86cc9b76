import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { everySecond } from '../state/seconds.ts';

/** `Date.now()`, once a second: figures that a person reads do not run faster. */
export function useSeconds(): ReadonlySignal<number> {
  const now = useSignal(Date.now());
  useEffect(() => everySecond(() => (now.value = Date.now())), [now]);
  return now;
}
