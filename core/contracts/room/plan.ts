/** The show as it is planned: cues in the order of their times, each armed and fired by hand. Schema and type in one, and what firing one amounts to. */
import type { Static } from 'typebox';
import { Type } from 'typebox';
import type { Act } from './acts.ts';
import type { ChatMode, Layout } from './entries.ts';
import { CHAT_MODES, LAYOUTS } from './entries.ts';
import { IdText, ProgrammeMs } from './ids.ts';

const closed = { additionalProperties: false } as const;

export const PLANNED_KINDS = ['banner', 'banner-off', 'layout', 'chat', 'open-poll', 'close-poll', 'redirect'] as const;
export type PlannedKind = (typeof PLANNED_KINDS)[number];

/** What will be done. */
export type Planned =
  | { readonly kind: 'chat'; readonly chat: ChatMode }
  | { readonly kind: 'open-poll' | 'close-poll'; readonly poll: string }
  | { readonly kind: 'layout'; readonly layout: Layout }
  /** `url`: where the banner leads to; empty: nowhere. */
  | { readonly kind: 'banner'; readonly text: string; readonly url: string }
  | { readonly kind: 'banner-off' }
  | { readonly kind: 'redirect'; readonly url: string };

/** Waiting; ready to be fired; fired; fired and taken back, so that it may be armed again. */
export const CUE_STATES = ['planned', 'armed', 'fired', 'undone'] as const;
export type CueState = (typeof CUE_STATES)[number];

/** As it is written: which of the fields a kind has is checked field by field, so that a refusal names the field. */
export const PlannedShape = Type.Object(
  {
    kind: Type.Enum([...PLANNED_KINDS]),
    chat: Type.Optional(Type.Enum([...CHAT_MODES])),
    poll: Type.Optional(IdText),
    layout: Type.Optional(Type.Enum([...LAYOUTS])),
    text: Type.Optional(Type.String({ maxLength: 4_000 })),
    url: Type.Optional(Type.String({ maxLength: 500, pattern: '^(?:https://.*)?$' })),
  },
  closed,
);
export type PlannedText = Static<typeof PlannedShape>;

/** When, as the organiser says it: `09:05`. It orders the plan; nothing happens by itself. */
const at = Type.String({ maxLength: 20 });
/** The revision that the writer has seen: another one since then, and nothing is done. */
const ifRevision = Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 });

export const CueDraftShape = Type.Object({ at, planned: PlannedShape }, closed);
export type CueDraft = Static<typeof CueDraftShape>;
export const CueChangeShape = Type.Object({ at, planned: PlannedShape, ifRevision }, closed);
export const CueArmShape = Type.Object({ isArmed: Type.Boolean(), ifRevision }, closed);
/** `id`: made by the client; the same again is the same firing. `atMs`: what the host saw of the stage when he fired; absent: now. */
export const CueFireShape = Type.Object({ id: IdText, ifRevision, atMs: Type.Optional(ProgrammeMs) }, closed);
export const CueUndoShape = Type.Object({ id: IdText, ifRevision }, closed);
export const CueDeleteShape = Type.Object({ ifRevision: Type.Optional(ifRevision) }, closed);

export const PlannedCueShape = Type.Object(
  {
    id: IdText,
    at,
    planned: PlannedShape,
    state: Type.Enum([...CUE_STATES]),
    revision: Type.Integer(),
    canUndo: Type.Boolean({ description: 'fired, and there is a way back' }),
    firedAtMs: Type.Union([Type.Integer(), Type.Null()], { description: 'Unix ms' }),
  },
  closed,
);

/** A cue of the plan as the staff see it. */
export interface PlannedCue {
  readonly id: string;
  readonly at: string;
  readonly planned: Planned;
  readonly state: CueState;
  readonly revision: number;
  readonly canUndo: boolean;
  readonly firedAtMs: number | null;
}

/** What is done to the room. @param atMs on the stage's clock; undefined: now. */
export function actOf(planned: Planned, atMs?: number): Act {
  const when = atMs === undefined ? {} : { atMs };
  switch (planned.kind) {
    case 'chat':
      return { act: 'rules', change: { chat: planned.chat } };
    case 'open-poll':
      return { act: 'open-poll', poll: planned.poll, ...when };
    case 'close-poll':
      // from now on: whoever is ahead of the host's picture has voted in time
      return { act: 'close-poll', poll: planned.poll };
    case 'layout':
      return { act: 'layout', layout: planned.layout, ...when };
    case 'banner':
      return { act: 'banner', text: planned.text, ...(planned.url === '' ? {} : { url: planned.url }), ...when };
    case 'banner-off':
      return { act: 'banner-off', ...when };
    case 'redirect':
      return { act: 'redirect', url: planned.url, ...when };
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

/** By the time that people wrote, those without one last; else as they came. */
export function inOrder<Cue extends Pick<PlannedCue, 'at'>>(cues: readonly Cue[]): readonly Cue[] {
  return cues.toSorted(
    (one, other) => Number(one.at === '') - Number(other.at === '') || one.at.localeCompare(other.at, 'en', { numeric: true }),
  );
}
