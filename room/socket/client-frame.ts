import { Compile } from 'typebox/compile';
import type { ClientFrame } from '../../core/contracts/room/frames.ts';
import { ClientFrameShape } from '../../core/contracts/room/frames.ts';

const shape = Compile(ClientFrameShape);

/** What a client sent, when it is a frame of the protocol: known keys, known kinds, nothing else. undefined: it is none. */
export function parseClientFrame(text: string): ClientFrame | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return asClientFrame(value);
}

/** The same for what is JSON already. */
export function asClientFrame(value: unknown): ClientFrame | undefined {
  return shape.Check(value) ? value : undefined;
}
