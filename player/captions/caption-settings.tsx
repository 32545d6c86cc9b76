import type { VNode } from 'preact';
import { type CardPhrase, speaking, type WithCardWords } from '../view/card-words.tsx';
import { CardDialog } from '../view/card-dialog.tsx';
import type { Closable } from '../view/later.tsx';
import { useWords, type Words } from '../view/words.ts';
import { CHOICES, captionChoice, chooseCaptions, LOOK_NAMES, type LookName, USUAL, withLook } from './caption-look.ts';
import { CaptionText } from './captions.tsx';

const NAMES: Readonly<Record<LookName, CardPhrase>> = {
  size: 'captionSize',
  face: 'captionFace',
  colour: 'captionColour',
  ground: 'captionGround',
  density: 'captionDensity',
  edge: 'captionEdge',
  place: 'captionPlace',
};
const VALUES: Readonly<Record<string, CardPhrase>> = {
  sans: 'faceSans',
  serif: 'faceSerif',
  mono: 'faceMono',
  sent: 'asSent',
  white: 'white',
  yellow: 'yellow',
  green: 'green',
  cyan: 'cyan',
  blue: 'blue',
  magenta: 'magenta',
  red: 'red',
  black: 'black',
  none: 'edgeNone',
  outline: 'edgeOutline',
  shadow: 'edgeShadow',
  bottom: 'placeBottom',
  top: 'placeTop',
};

/** The card with all choices and what they look like. */
export const captionSettings = speaking<Closable>(CaptionSettings);

function CaptionSettings({ onClose, say }: Closable & WithCardWords): VNode {
  const words = useWords();
  const { look } = captionChoice.value;
  const take = (next: typeof look): void => chooseCaptions({ on: true, look: next });
  const sample = { text: say('captionSample'), colour: 'white', italic: false, underlined: false } as const;
  return (
    <CardDialog title={say('captionSettings')} onClose={onClose}>
      <div class="caption-preview">
        <CaptionText look={look} rows={[[sample]]} />
      </div>
      <div class="caption-fields">
        {LOOK_NAMES.map((name) => (
          <div key={name}>
            <label for={`caption-${name}`}>{say(NAMES[name])}</label>
            <select id={`caption-${name}`} value={look[name]} onChange={(event) => take(withLook(look, name, event.currentTarget.value))}>
              {CHOICES[name].map((value) => (
                <option key={value} value={value}>
                  {nameOf(value, words, say)}
                </option>
              ))}
            </select>
          </div>
        ))}
      </div>
      <button type="button" class="caption-reset" onClick={() => take(USUAL)}>
        {say('captionReset')}
      </button>
    </CardDialog>
  );
}

function nameOf(value: string, words: Words, say: WithCardWords['say']): string {
  const phrase = VALUES[value];
  return phrase === undefined ? new Intl.NumberFormat(words.language, { style: 'percent' }).format(Number(value) / 100) : say(phrase);
}
