/** Attribute lists of tags (rfc8216bis 4.2). Pure. */
import { PlaylistSyntaxError } from './lines.ts';

const ATTRIBUTE_PATTERN = /([A-Z0-9-]+)=("[^"\r\n]*"|[^",\s]+)(,|$)/y;
const DECIMAL_PATTERN = /^-?\d+(?:\.\d+)?$/;
const INTEGER_PATTERN = /^\d{1,16}$/;
const RESOLUTION_PATTERN = /^(\d+)x(\d+)$/;

/** The attributes of one tag, as they stand; each getter checks the type that the attribute has to have. */
export class Attributes {
  readonly #values = new Map<string, string>();
  readonly #line: number;

  /** @throws PlaylistSyntaxError when it is no attribute list, or a name is there twice. */
  constructor(text: string, line: number) {
    this.#line = line;
    let at = 0;
    while (at < text.length || at === 0) {
      ATTRIBUTE_PATTERN.lastIndex = at;
      const match = ATTRIBUTE_PATTERN.exec(text);
      if (match === null) throw this.#problem(`not an attribute list: ${text}`);
      const [whole, name = '', value = '', comma] = match;
      if (this.#values.has(name)) throw this.#problem(`${name} is there twice`);
      this.#values.set(name, value);
      at += whole.length;
      if (comma === ',' && at === text.length) throw this.#problem('a comma at the end');
    }
  }

  get names(): readonly string[] {
    return [...this.#values.keys()];
  }

  quoted(name: string): string | undefined {
    const value = this.#values.get(name);
    if (value === undefined) return undefined;
    if (!value.startsWith('"')) throw this.#problem(`${name} wants quotes`);
    return value.slice(1, -1);
  }

  /** As it stands, for what is either a word or in quotes. */
  wordOrQuoted(name: string): string | undefined {
    return this.#values.get(name);
  }

  /** An enumerated string. */
  word(name: string): string | undefined {
    const value = this.#values.get(name);
    if (value?.startsWith('"') === true) throw this.#problem(`${name} stands without quotes`);
    return value;
  }

  decimal(name: string): number | undefined {
    return this.#number(name, DECIMAL_PATTERN, 'a decimal number');
  }

  integer(name: string): number | undefined {
    return this.#number(name, INTEGER_PATTERN, 'a whole number');
  }

  resolution(name: string): { readonly width: number; readonly height: number } | undefined {
    const value = this.#values.get(name);
    if (value === undefined) return undefined;
    const match = RESOLUTION_PATTERN.exec(value);
    if (match === null) throw this.#problem(`${name} is not WIDTHxHEIGHT: ${value}`);
    return { width: Number(match[1]), height: Number(match[2]) };
  }

  /** What a getter gave. @throws PlaylistSyntaxError when it was not there. */
  required<T>(name: string, value: T | undefined): T {
    if (value === undefined) throw this.#problem(`${name} is missing`);
    return value;
  }

  #number(name: string, pattern: RegExp, wanted: string): number | undefined {
    const value = this.#values.get(name);
    if (value === undefined) return undefined;
    if (!pattern.test(value)) throw this.#problem(`${name} is not ${wanted}: ${value}`);
    return Number(value);
  }

  #problem(problem: string): PlaylistSyntaxError {
    return new PlaylistSyntaxError(this.#line, problem);
  }
}
