/** The plan that an earlier studio kept in this browser only: read, so that it can be taken into the event's. Pure. */
import { CHAT_MODES, LAYOUTS } from '../../core/contracts/room/entries.ts';
import type { Planned } from '../../core/contracts/room/plan.ts';

/** What is worth taking over of a cue. */
export interface KeptCue {
  readonly at: string;
  readonly planned: Planned;
}

const MAX_CUES = 200;

/** Where it was kept. */
export const keptPlanKey = (event: string): string => `plenary-run-order-${event}`;

/** Reads what was kept and not fired; what is none of ours is left out. */
export function readKeptPlan(text: string | null): readonly KeptCue[] {
  try {
    const kept: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(kept) ? kept.flatMap(cueOf).slice(0, MAX_CUES) : [];
  } catch {
    return [];
  }
}

function cueOf(value: unknown): readonly KeptCue[] {
  if (typeof value !== 'object' || value === null) return [];
  const { at, planned, state } = value as Partial<Record<string, unknown>>;
  if (typeof at !== 'string' || (state !== 'waiting' && state !== 'armed')) return [];
  if (typeof planned !== 'object' || planned === null || !isPlanned(planned as Record<string, unknown>)) return [];
  return [{ at, planned: planned as Planned }];
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
