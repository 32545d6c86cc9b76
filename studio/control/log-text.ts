/** What the event log tells of an entry besides its name: words of what was chosen, and nothing raw. */
import { CHAT_MODES, EVENT_STATES, LAYOUTS } from '../../core/contracts/room/entries.ts';
import { PLANNED_KINDS } from '../../core/contracts/room/plan.ts';
import { STATE_PHRASES } from '../screens/event/state-badge.tsx';
import type { Phrase } from '../words/words.ts';
import { MODE_PHRASES } from './chat-words.ts';
import { KIND_PHRASES, LAYOUT_PHRASES } from './cue-words.ts';

type Facts = Readonly<Record<string, unknown>>;

/** The phrase that says more; undefined: the name says all. */
export function detailOf({ act, facts }: { readonly act: string; readonly facts: Facts }): Phrase | undefined {
  switch (act) {
    case 'event.moved':
      return wordOf(EVENT_STATES, STATE_PHRASES, facts['to']);
    case 'room.layout':
      return wordOf(LAYOUTS, LAYOUT_PHRASES, facts['layout']);
    case 'room.rules':
      return wordOf(CHAT_MODES, MODE_PHRASES, (facts['change'] as Facts | undefined)?.['chat']);
    case 'plan.added':
    case 'plan.changed':
    case 'plan.deleted':
    case 'plan.armed':
    case 'plan.fired':
    case 'plan.undone':
      return wordOf(PLANNED_KINDS, KIND_PHRASES, facts['kind']);
    default:
      return undefined;
  }
}

function wordOf<Name extends string>(names: readonly Name[], phrases: Readonly<Record<Name, Phrase>>, told: unknown): Phrase | undefined {
  const name = names.find((one) => one === told);
  return name === undefined ? undefined : phrases[name];
}
