import { networkOf } from '../network.ts';

/** What counts as one address: an IPv4 address, or the first 64 bits of an IPv6 address, which one household or machine has to itself. */
export function addressKey(address: string): string {
  const { isIPv6, text } = networkOf(address);
  return isIPv6 ? `${text}::/64` : text;
}

/** How many connections there are from each address. */
export class AddressCounts {
  readonly #counts = new Map<string, number>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Counts one more, unless there are too many. */
  enter(address: string): boolean {
    const count = this.#counts.get(address) ?? 0;
    if (count >= this.#limit) return false;
    this.#counts.set(address, count + 1);
    return true;
  }

  leave(address: string): void {
    const count = this.#counts.get(address) ?? 0;
    if (count <= 1) this.#counts.delete(address);
    else this.#counts.set(address, count - 1);
  }
}
