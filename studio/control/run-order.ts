/** The show as it is planned: what will be done, in order, each armed and fired by hand. Pure, but for the keeping in this browser. */
import type { Act } from '../../core/contracts/room/acts.ts';
import { CHAT_MODES, LAYOUTS } from '../../core/contracts/room/entries.ts';
import type { ChatMode, Layout } from '../../core/contracts/room/entries.ts';

export type Planned =
  | { readonly kind: 'chat'; readonly chat: ChatMode }
  | { readonly kind: 'open-poll' | 'close-poll'; readonly poll: string }
  | { readonly kind: 'layout'; readonly layout: Layout }
  | { readonly kind: 'banner'; readonly text: string; readonly url: string }
  | { readonly kind: 'banner-off' }
  | { readonly kind: 'redirect'; readonly url: string };
export type PlannedKind = Planned['kind'];
export const PLANNED_KINDS = ['banner', 'banner-off', 'layout', 'chat', 'open-poll', 'close-poll', 'redirect'] as const;

export interface PlannedCue {
  readonly id: string;
  /** When, as the organiser says it: `09:05`. For people only. */
  readonly at: string;
  readonly planned: Planned;
  readonly state: 'waiting' | 'armed' | 'done';
}
export type RunOrder = readonly PlannedCue[];

const MAX_CUES = 200;

/** What is done to the room. */
export function actOf(planned: Planned): Act {
  switch (planned.kind) {
    case 'chat':
      return { act: 'rules', change: { chat: planned.chat } };
    case 'open-poll':
    case 'close-poll':
      return { act: planned.kind, poll: planned.poll };
    case 'layout':
      return { act: 'layout', layout: planned.layout };
    case 'banner':
      return { act: 'banner', text: planned.text, ...(planned.url === '' ? {} : { url: planned.url }) };
    case 'banner-off':
      return { act: 'banner-off' };
    case 'redirect':
      return { act: 'redirect', url: planned.url };
  }
}

/**
 * What takes it back; undefined: nothing does.
 *
 * @param offset that the act got. @param chat as it was before.
 */
export function undoOf(planned: Planned, offset: number | undefined, chat: ChatMode | undefined): Act | undefined {
  switch (planned.kind) {
    case 'chat':
      return chat === undefined ? undefined : { act: 'rules', change: { chat } };
    case 'open-poll':
      return { act: 'close-poll', poll: planned.poll };
    case 'close-poll':
      return undefined;
    case 'layout':
    case 'banner':
    case 'banner-off':
    case 'redirect':
      return offset === undefined ? undefined : { act: 'undo-cue', offset };
  }
}

/** Only what is armed is fired. */
export function armed(order: RunOrder, id: string): RunOrder {
  return order.map((cue) => (cue.id === id ? { ...cue, state: cue.state === 'armed' ? 'waiting' : 'armed' } : cue));
}

/** It was fired. */
export function fired(order: RunOrder, id: string): RunOrder {
  return order.map((cue) => (cue.id === id ? { ...cue, state: 'done' } : cue));
}

/** By the time that people wrote, those without one last; else as they came. */
export function added(order: RunOrder, cue: PlannedCue): RunOrder {
  return [...order, cue]
    .toSorted((one, other) => Number(one.at === '') - Number(other.at === '') || one.at.localeCompare(other.at, 'en', { numeric: true }))
    .slice(0, MAX_CUES);
}

/** Reads what was kept; what is none of ours is left out. */
export function readOrder(text: string | null): RunOrder {
  try {
    const kept: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(kept) ? kept.filter(isCue).slice(0, MAX_CUES) : [];
  } catch {
    return [];
  }
}

function isCue(value: unknown): value is PlannedCue {
  if (typeof value !== 'object' || value === null) return false;
  const { id, at, planned, state } = value as Partial<Record<string, unknown>>;
  const isHead = typeof id === 'string' && typeof at === 'string' && (state === 'waiting' || state === 'armed' || state === 'done');
  return isHead && typeof planned === 'object' && planned !== null && isPlanned(planned as Record<string, unknown>);
}

function isPlanned(planned: Readonly<Record<string, unknown>>): boolean {
  const isText = (name: string): boolean => typeof planned[name] === 'string';
  switch (planned['kind']) {
    case 'chat':
      return CHAT_MODES.some((mode) => mode === planned['chat']);
    case 'open-poll':
    case 'close-poll':
      return isText('poll');
    case 'layout':
      return LAYOUTS.some((layout) => layout === planned['layout']);
    case 'banner':
      return isText('text') && isText('url');
    case 'banner-off':
      return true;
    case 'redirect':
      return isText('url');
    default:
      return false;
  }
}
