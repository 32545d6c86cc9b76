import type { VNode } from 'preact';
import { CardDialog } from './card-dialog.tsx';
import type { Closable } from './later.tsx';
import { type CardPhrase, speaking, type WithCardWords } from './card-words.tsx';
import { useWords } from './words.ts';

const KEYS: readonly (readonly [readonly string[], CardPhrase])[] = [
  [['space', 'k'], 'helpPlay'],
  [['←', '→'], 'helpSeek'],
  [['l'], 'helpLive'],
  [['m'], 'helpMute'],
  [['↑', '↓'], 'helpVolume'],
  [['c'], 'helpCaptions'],
  [['f'], 'helpFull'],
  [['p'], 'helpPip'],
  [['i'], 'helpStats'],
  [['r'], 'helpAloud'],
  [['?'], 'helpHelp'],
];

/** All keys on one card. */
export const helpDialog = speaking<Closable>(HelpDialog);

function HelpDialog({ onClose, say }: Closable & WithCardWords): VNode {
  const words = useWords();
  return (
    <CardDialog title={words.say('help')} onClose={onClose}>
      <dl class="keys">
        {KEYS.map(([keys, phrase]) => (
          <div key={phrase}>
            <dt>{say(phrase)}</dt>
            <dd>
              {keys.map((key) => (
                <kbd key={key}>{key === 'space' ? say('space') : key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </CardDialog>
  );
}
