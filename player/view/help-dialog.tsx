import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from './icon.tsx';
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
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby="help-title"
      onClose={onClose}
      onClick={(event) => event.target === event.currentTarget && event.currentTarget.close()}
    >
      <div class="dialog-body">
        <div class="dialog-top">
          <h2 id="help-title">{words.say('help')}</h2>
          <button
            type="button"
            class="tool"
            aria-label={words.say('close')}
            title={words.say('close')}
            onClick={() => dialog.current?.close()}
          >
            <Icon name="x" />
          </button>
        </div>
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
      </div>
    </dialog>
  );
}
