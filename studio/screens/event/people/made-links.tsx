import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { csvLine } from '../../../../core/contracts/csv.ts';
import { CopyLine } from '../../../parts/copy.tsx';
import { Icon } from '../../../parts/icon.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { saveFile } from '../../../parts/save-file.ts';
import { useWords } from '../../../words/words.ts';

export interface MadeLink {
  readonly name: string;
  /** As it was pasted; the server was not told. */
  readonly email: string | null;
  readonly link: string;
}

interface MadeLinksProps {
  readonly slug: string;
  readonly links: readonly MadeLink[];
  readonly onDone: () => void;
}

/** Shown one by one; of more than that the file is what one wants. */
const SHOWN = 10;

/** Links that were just made: now or never. */
export function MadeLinks({ slug, links, onDone }: MadeLinksProps): VNode {
  const words = useWords();
  const isCopied = useSignal(false);
  const copyAll = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(links.map(({ name, email, link }) => [name, email ?? '', link].join('\t')).join('\n'));
      isCopied.value = true;
    } catch {
      // not given to pages without https: the file is
    }
  };
  const save = (): void => {
    const head = [words.say('regName'), words.say('regEmail'), words.say('linkTitle')];
    const lines = links.map(({ name, email, link }) => csvLine([name, email ?? '', link]));
    saveFile(`${slug}-links.csv`, `\ufeff${csvLine(head)}${lines.join('')}`);
  };
  return (
    <Notice kind="ok">
      <p>
        <strong class="figures">{words.say('linkMade', { n: links.length })}</strong> {words.say('linkOnce')}
      </p>
      <div class="made-links">
        {links.slice(0, SHOWN).map(({ name, link }) => (
          <CopyLine key={link} label={words.say('linkOf', { name: name === '' ? words.say('linkNameless') : name })} text={link} />
        ))}
      </div>
      <div class="views">
        <button type="button" class="button primary" onClick={save}>
          <Icon name="download" />
          {words.say('linkFile')}
        </button>
        <button type="button" class="button" onClick={() => void copyAll()}>
          <Icon name={isCopied.value ? 'check' : 'copy'} />
          {words.say(isCopied.value ? 'copied' : 'linkCopyAll')}
        </button>
        <button type="button" class="button" onClick={onDone}>
          {words.say('done')}
        </button>
      </div>
    </Notice>
  );
}
