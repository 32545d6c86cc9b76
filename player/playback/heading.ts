/** Where the picture goes while it is not there yet: what the viewer asks for meanwhile goes on from there. Rules without I/O. */
import type { Range } from './programme.ts';

/** Heading for the live edge, wherever that is by then. */
export const EDGE = Number.POSITIVE_INFINITY;

export class Heading {
  #toMs: number | null = null;
  #isAmended = false;

  /** Programme time that the picture goes to, Unix ms or `EDGE`; null when it is where it should be. */
  get toMs(): number | null {
    return this.#toMs;
  }

  /** The picture was sent there, @param toMs Unix ms or `EDGE`. */
  begin(toMs: number): void {
    this.#toMs = toMs;
    this.#isAmended = false;
  }

  /** Another place, while what was asked for first is still being opened: nothing can go there before it is. */
  amend(toMs: number): void {
    this.#toMs = toMs;
    this.#isAmended = true;
  }

  /** There is nothing to go to any more. */
  end(): void {
    this.#toMs = null;
    this.#isAmended = false;
  }

  /**
   * A look at what was opened.
   * @param isListed it is known where in it a moment is. @param isThere its picture is there, and not on its way to another place.
   * @returns where the picture has to be sent now, because the viewer wanted something else meanwhile; else undefined.
   */
  look(isListed: boolean, isThere: boolean): number | undefined {
    const toMs = this.#toMs;
    if (toMs === null) return undefined;
    if (this.#isAmended) {
      if (!isListed) return undefined;
      this.#isAmended = false;
      return toMs;
    }
    if (isThere) this.#toMs = null;
    return undefined;
  }

  /**
   * Steps add up: each begins where the one before leads.
   * @param positionMs where the picture is; null when unknown.
   * @returns the place after a step, Unix ms; null when nobody knows where it begins.
   */
  step(byMs: number, positionMs: number | null, range: Range): number | null {
    const from = this.#toMs ?? positionMs;
    return from === null ? null : Math.min(range.endMs, from) + byMs;
  }
}
