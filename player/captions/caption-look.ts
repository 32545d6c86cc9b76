/** How a viewer wants captions to look: the choices of 47 CFR 79.103, kept in this browser once something was chosen. */
import { signal } from '@preact/signals';

const COLOURS = ['white', 'yellow', 'green', 'cyan', 'blue', 'magenta', 'red', 'black'] as const;

/** What may be chosen; the first is what it is without a choice. */
export const CHOICES = {
  size: ['100', '75', '150', '200'],
  face: ['sans', 'serif', 'mono'],
  colour: ['sent', ...COLOURS],
  ground: ['black', ...COLOURS.filter((colour) => colour !== 'black')],
  density: ['75', '100', '50', '0'],
  edge: ['none', 'outline', 'shadow'],
  place: ['sent', 'bottom', 'top'],
} as const;

export type LookName = keyof typeof CHOICES;
export type CaptionLook = { readonly [Name in LookName]: (typeof CHOICES)[Name][number] };
export const LOOK_NAMES = Object.keys(CHOICES) as readonly LookName[];

export interface CaptionChoice {
  readonly on: boolean;
  readonly look: CaptionLook;
}

const KEY = 'plenary.captions';
export const USUAL: CaptionLook = {
  size: '100',
  face: 'sans',
  colour: 'sent',
  ground: 'black',
  density: '75',
  edge: 'none',
  place: 'sent',
};

/** @returns what was kept, as far as it is still there to choose. */
export function readChoice(text: string | null): CaptionChoice {
  let kept: unknown;
  try {
    kept = JSON.parse(text ?? '{}');
  } catch {
    kept = {};
  }
  const { on, look } = (typeof kept === 'object' && kept !== null ? kept : {}) as Partial<Record<string, unknown>>;
  const old = (typeof look === 'object' && look !== null ? look : {}) as Partial<Record<string, unknown>>;
  const known = LOOK_NAMES.flatMap((name) =>
    (CHOICES[name] as readonly unknown[]).includes(old[name]) ? [[name, old[name]] as const] : [],
  );
  return { on: on === true, look: { ...USUAL, ...Object.fromEntries(known) } };
}

/** @returns the look with another choice; letters never have the colour of what is behind them. */
export function withLook(look: CaptionLook, name: LookName, value: string): CaptionLook {
  if (!(CHOICES[name] as readonly string[]).includes(value)) return look;
  const next = { ...look, [name]: value } as CaptionLook;
  const letters = next.colour === 'sent' ? 'white' : next.colour;
  if (letters !== next.ground) return next;
  const other = letters === 'black' ? 'white' : 'black';
  return name === 'ground' ? { ...next, colour: other } : { ...next, ground: other };
}

/** Storage may be off: then it is chosen again after a reload. */
function withStorage<T>(use: (storage: Storage) => T): T | undefined {
  try {
    return use(localStorage);
  } catch {
    return undefined;
  }
}

const choice = signal<CaptionChoice>(readChoice(withStorage((storage) => storage.getItem(KEY)) ?? null));

/** Whether captions are shown, and how. */
export const captionChoice = choice;
/** The card with the settings is open. */
export const areSettingsOpen = signal(false);

/** Chosen, and kept. */
export function chooseCaptions(next: CaptionChoice): void {
  choice.value = next;
  withStorage((storage) => storage.setItem(KEY, JSON.stringify(next)));
}

export function toggleCaptions(): void {
  chooseCaptions({ ...choice.peek(), on: !choice.peek().on });
}
