import type { ReadonlySignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { PageState } from '../state/page-state.ts';
import { Icon } from './icon.tsx';
import { useWords } from './words.ts';

interface HeaderProps {
  readonly logo: VNode | null | undefined;
  readonly title: string;
  readonly state: ReadonlySignal<PageState>;
  readonly onHelp: () => void;
}

/** The event's name, whether it is on air, light or dark, help. */
export function Header({ logo, title, state, onHelp }: HeaderProps): VNode {
  const words = useWords();
  const { kind } = state.value;
  return (
    <header class="top">
      {kind !== 'outside' && (
        <>
          {logo}
          <Title title={title} isLoading={kind === 'loading'} />
        </>
      )}
      {kind === 'live' && <span class="badge badge-live">{words.say('live')}</span>}
      {(kind === 'waiting' || kind === 'slate') && <span class="badge">{words.say(kind === 'waiting' ? 'soon' : 'slate')}</span>}
      <span class="grow" />
      <button type="button" class="tool" aria-label={words.say('theme')} title={words.say('theme')} onClick={otherTheme}>
        <Icon name="sun-moon" />
      </button>
      <button type="button" class="tool" aria-label={words.say('help')} title={`${words.say('help')} (?)`} onClick={onHelp}>
        <Icon name="circle-question-mark" />
      </button>
    </header>
  );
}

/** A page without an event still has a name, for those who cannot see that there is none. */
function Title({ title, isLoading }: { readonly title: string; readonly isLoading: boolean }): VNode {
  const words = useWords();
  if (title !== '') return <h1 class="title">{title}</h1>;
  return isLoading ? <span class="bone bone-title" /> : <h1 class="unseen">{words.say('player')}</h1>;
}

/** For this visit only: nothing is stored. */
function otherTheme(): void {
  const root = document.documentElement;
  const isDark =
    root.dataset['theme'] === undefined ? matchMedia('(prefers-color-scheme: dark)').matches : root.dataset['theme'] === 'dark';
  root.dataset['theme'] = isDark ? 'light' : 'dark';
}
