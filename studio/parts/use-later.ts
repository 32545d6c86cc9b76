import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** What is fetched when it is opened: there, on its way (undefined), or not to be had. */
export interface Later<T> {
  readonly state: { readonly value: T } | 'failed' | undefined;
  /** Tries once more. */
  readonly again: () => void;
}

/** Fetches a part of the studio as soon as it is shown. @param load always the same for the same part. */
export function useLater<T>(load: () => Promise<T>): Later<T> {
  const state = useSignal<Later<T>['state']>(undefined);
  const again = (): void => {
    state.value = undefined;
    load().then(
      (value) => (state.value = { value }),
      () => (state.value = 'failed'),
    );
  };
  useEffect(again, [load]);
  return { state: state.value, again };
}
