/** Words that every component below is given. */
import { type Context, createContext } from 'preact';
import { useContext } from 'preact/hooks';

interface Given<Words> {
  readonly Words: Context<Words | undefined>;
  /** @throws outside of it. */
  readonly use: () => Words;
}

/** @param name what the context is called, for whoever forgot it. */
export function wordsContext<Words>(name: string): Given<Words> {
  const Given = createContext<Words | undefined>(undefined);
  return {
    Words: Given,
    use: () => {
      const words = useContext(Given);
      if (words === undefined) throw new Error(`no words: render below ${name}`);
      return words;
    },
  };
}
