import type { VNode } from 'preact';
import { useWords } from '../words/words.ts';
import { CopyLine } from './copy.tsx';
import { Notice } from './notice.tsx';

/** A secret that was just made: now or never. */
export function ShownOnce({ label, text }: { readonly label: string; readonly text: string }): VNode {
  const words = useWords();
  return (
    <Notice kind="ok">
      <p>{words.say('shownOnce')}</p>
      <CopyLine label={label} text={text} />
    </Notice>
  );
}
