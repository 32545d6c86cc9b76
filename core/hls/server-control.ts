/** EXT-X-SERVER-CONTROL (rfc8216bis 4.4.3.8), and what the house promises in it. Pure. */
import { Attributes } from './attributes.ts';

export interface ServerControl {
  readonly canBlockReload: boolean;
  readonly partHoldBackSeconds: number | undefined;
  readonly holdBackSeconds: number | undefined;
  readonly canSkipUntilSeconds: number | undefined;
}

/** What is promised before the first playlist and never changes (rule 1). */
export interface PlaylistPromise {
  readonly partTargetSeconds: number;
  readonly targetDurationSeconds: number;
}

/** Everything that follows from the promise; rule 5 sets the factors. */
export function serverControlOf(promise: PlaylistPromise): ServerControl {
  return {
    canBlockReload: true,
    partHoldBackSeconds: Math.round(promise.partTargetSeconds * 3 * 100_000) / 100_000,
    holdBackSeconds: promise.targetDurationSeconds * 3,
    canSkipUntilSeconds: promise.targetDurationSeconds * 6,
  };
}

export function renderServerControl(control: ServerControl): string {
  const attributes: string[] = [];
  if (control.canBlockReload) attributes.push('CAN-BLOCK-RELOAD=YES');
  if (control.partHoldBackSeconds !== undefined) attributes.push(`PART-HOLD-BACK=${control.partHoldBackSeconds}`);
  if (control.holdBackSeconds !== undefined) attributes.push(`HOLD-BACK=${control.holdBackSeconds}`);
  if (control.canSkipUntilSeconds !== undefined) attributes.push(`CAN-SKIP-UNTIL=${control.canSkipUntilSeconds}`);
  return `#EXT-X-SERVER-CONTROL:${attributes.join(',')}`;
}

/** @throws PlaylistSyntaxError. */
export function parseServerControl(value: string, line: number): ServerControl {
  const attributes = new Attributes(value, line);
  return {
    canBlockReload: attributes.word('CAN-BLOCK-RELOAD') === 'YES',
    partHoldBackSeconds: attributes.decimal('PART-HOLD-BACK'),
    holdBackSeconds: attributes.decimal('HOLD-BACK'),
    canSkipUntilSeconds: attributes.decimal('CAN-SKIP-UNTIL'),
  };
}
