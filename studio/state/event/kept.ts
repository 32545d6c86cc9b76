/** What was written of an event and is not saved yet, kept in this browser: nothing is lost by a failed save, a closed window, an ended session. */
import type { EventForm } from './event-form.ts';

/** What was written, over which saved event. */
export interface Kept {
  readonly changedAt: string;
  readonly before: EventForm;
  readonly mine: EventForm;
}

const keyOf = (event: string): string => `plenary-unsaved-${event}`;

/** Keeps it. Passwords are not kept. A browser that keeps nothing (private, full) is no fault. */
export function keep(event: string, kept: Kept): void {
  try {
    localStorage.setItem(keyOf(event), JSON.stringify({ ...kept, mine: { ...kept.mine, password: '' } }));
  } catch {
    // the page still has it
  }
}

/** What was kept; undefined: nothing, or not of this version of the form. */
export function kept(event: string, parts: readonly string[]): Kept | undefined {
  const text = localStorage.getItem(keyOf(event));
  if (text === null) return undefined;
  try {
    const value = JSON.parse(text) as Kept;
    const isWhole = [value.before, value.mine].every((form) => parts.every((part) => Object.hasOwn(form, part)));
    return isWhole && typeof value.changedAt === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

/** It is saved, or not wanted any more. */
export function forget(event: string): void {
  localStorage.removeItem(keyOf(event));
}
