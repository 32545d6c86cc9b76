import { useSignal } from '@preact/signals';
import type { FunctionComponent, VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { lazily } from '../playback/lazily.ts';
import { useWords } from './words.ts';

/** What every card that comes later can do: be closed. */
export interface Closable {
  readonly onClose: () => void;
}

/** What nobody closes is asked for again after this, in ms. */
const AGAIN_MS = 1_000;

/**
 * A card whose code is fetched when it is first wanted, so that nobody waits for it who never opens it. When it cannot be
 * had it closes itself, and the next wish asks again; what cannot be closed asks again by itself.
 *
 * @param load an `import()`. @param pick takes the card out of what came, and may fetch its words in the page's language.
 */
export function later<Props extends object, Module>(
  load: () => Promise<Module>,
  pick: (module: Module, language: string) => FunctionComponent<Props> | Promise<FunctionComponent<Props>>,
): (props: Props & Partial<Closable>) => VNode | null {
  const get = lazily(load);
  return function Later(props: Props & Partial<Closable>): VNode | null {
    const { language } = useWords();
    const loaded = useSignal<{ readonly Card: FunctionComponent<Props> } | null>(null);
    useEffect(() => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const fetchCard = (): void =>
        void get()
          .then((module) => pick(module, language))
          .then(
            (Card) => (loaded.value = { Card }),
            () => (props.onClose === undefined ? (timer = setTimeout(fetchCard, AGAIN_MS)) : props.onClose()),
          );
      fetchCard();
      return () => clearTimeout(timer);
    }, []);
    if (loaded.value === null) return null;
    const { Card } = loaded.value;
    return <Card {...props} />;
  };
}
