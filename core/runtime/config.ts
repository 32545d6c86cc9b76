import type { Static, TObject, TSchema } from 'typebox';
import { IsOptional } from 'typebox';
import { Check } from 'typebox/value';
import { defineError } from './errors.ts';

/** Every problem of a configuration at once, with the way out. */
export const ConfigInvalid = defineError<{ readonly problems: readonly string[] }>('CORE_CONFIG_INVALID', {
  status: 500,
  retryable: false,
  message: ({ problems }) =>
    [
      problems.length === 1 ? 'the configuration has a problem:' : `the configuration has ${problems.length} problems:`,
      ...problems.map((problem) => `  - ${problem}`),
      'Set these in the environment and start again; docs/configuration.md describes every setting.',
    ].join('\n'),
});

/** The environment, as `process.env` is. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A rule over several keys. It is asked only when each of them by itself is sound. */
export interface ConfigRule<Settings> {
  readonly about: readonly (keyof Settings)[];
  /** @returns the problem as a sentence that names the keys, or undefined. Looks at no other key than those in `about`. */
  readonly problem: (settings: Settings) => string | undefined;
}

/**
 * What a program may be told. Each property is a key of the environment, with a TypeBox type that has a `description`, and may have:
 * `default`; `wanted` (the sentence for a value that does not fit); `secret` (never shown); `group` (its place in the documents).
 */
export interface ConfigOptions<Schema extends TObject> {
  readonly schema: Schema;
  /** Keys that start like this and are not in the schema are a problem. */
  readonly prefixes: readonly string[];
  /** Keys with a known prefix that are somebody else's. */
  readonly ignored?: readonly string[];
  readonly rules?: readonly ConfigRule<Static<Schema>>[];
}

/** One key, as the documents show it. */
export interface ConfigKey {
  readonly name: string;
  readonly group: string;
  readonly description: string;
  readonly wanted: string;
  /** As it would stand in the environment. */
  readonly defaultText: string | undefined;
  readonly isSecret: boolean;
}

export interface Config<Settings> {
  /** Pure. The result is frozen. @throws ConfigInvalid with every problem. */
  readonly read: (env: Environment) => Settings;
  readonly keys: readonly ConfigKey[];
}

/** The parts of a schema that we read; TypeBox keeps them, but not in its types. */
interface SchemaFacts {
  readonly type?: unknown;
  readonly enum?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: string | number | boolean;
  readonly description?: unknown;
  readonly wanted?: unknown;
  readonly secret?: unknown;
  readonly group?: unknown;
}

function wantedOf(facts: SchemaFacts): string {
  if (typeof facts.wanted === 'string') return facts.wanted;
  if (Array.isArray(facts.enum)) return `one of ${facts.enum.join(', ')}`;
  if (facts.type === 'boolean') return 'true or false';
  if (facts.type === 'string') return 'text';
  const kind = facts.type === 'integer' ? 'a whole number' : 'a number';
  if (facts.minimum !== undefined && facts.maximum !== undefined) return `${kind} from ${facts.minimum} to ${facts.maximum}`;
  return facts.minimum === undefined ? kind : `${kind} of at least ${facts.minimum}`;
}

/** The text as the type the schema asks for; what cannot be one stays text, and does not pass the check. */
function convert(facts: SchemaFacts, text: string): unknown {
  if (facts.type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  if (facts.type === 'integer' || facts.type === 'number') return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;
  return text;
}

/** A value as a problem may show it: not too long, and without the credentials somebody wrote into a URL. */
function shown(value: string): string {
  return JSON.stringify(value.replace(/\/\/[^/]*@/, '//[hidden]@').slice(0, 100));
}

/** Steps from one word to the other: one letter more, less, other, or two neighbours exchanged. */
function distance(one: string, other: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= one.length; row++) {
    const current = [row];
    for (let column = 1; column <= other.length; column++) {
      const isSame = one[row - 1] === other[column - 1];
      const isExchanged = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      const steps = [(last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + (isSame ? 0 : 1)];
      if (isExchanged) steps.push((beforeLast[column - 2] ?? 0) + 1);
      current[column] = Math.min(...steps);
    }
    beforeLast = last;
    last = current;
  }
  return last[other.length] ?? 0;
}

/** A key that shares no prefix with us is only taken for a slip of the pen when it is long and one letter off. */
const SLIP_MIN_LENGTH = 8;

function unknownKeyProblem(key: string, known: readonly string[], prefixes: readonly string[]): string | undefined {
  const nearest = known.map((name) => ({ name, steps: distance(key.toUpperCase(), name) })).sort((a, b) => a.steps - b.steps)[0];
  const isOurs = prefixes.some((prefix) => key.startsWith(prefix));
  if (nearest !== undefined && nearest.steps <= 1 && (isOurs || key.length >= SLIP_MIN_LENGTH)) {
    return `${key} is not a setting. Did you mean ${nearest.name}?`;
  }
  if (!isOurs) return undefined;
  const isNear = nearest !== undefined && nearest.steps <= Math.max(2, key.length / 4);
  return isNear
    ? `${key} is not a setting. Did you mean ${nearest.name}?`
    : `${key} is not a setting: remove it, or look for its new name.`;
}

/** Makes a configuration out of a schema. @throws Error when a key has no description. */
export function defineConfig<Schema extends TObject>(options: ConfigOptions<Schema>): Config<Readonly<Static<Schema>>> {
  const entries = Object.entries<TSchema>(options.schema.properties).map(([name, schema]) => {
    const facts: SchemaFacts = schema;
    if (typeof facts.description !== 'string') throw new Error(`the setting ${name} has no description`);
    const key: ConfigKey = {
      name,
      group: typeof facts.group === 'string' ? facts.group : '',
      description: facts.description,
      wanted: wantedOf(facts),
      defaultText: facts.default === undefined ? undefined : String(facts.default),
      isSecret: facts.secret === true,
    };
    return { key, schema, facts };
  });
  const names = entries.map(({ key }) => key.name);

  function read(env: Environment): Readonly<Static<Schema>> {
    const problems: string[] = [];
    const unsound = new Set<string>();
    const settings: Record<string, unknown> = {};
    for (const { key, schema, facts } of entries) {
      const text = env[key.name]?.trim() ?? '';
      if (text === '') {
        if (facts.default !== undefined) settings[key.name] = facts.default;
        else if (!IsOptional(schema)) {
          unsound.add(key.name);
          problems.push(`${key.name} is missing: ${key.wanted}. ${key.description}.`);
        }
        continue;
      }
      const value = convert(facts, text);
      if (Check(schema, value)) settings[key.name] = value;
      else {
        unsound.add(key.name);
        problems.push(`${key.name} must be ${key.wanted}${key.isSecret ? '' : `, not ${shown(text)}`}.`);
      }
    }
    for (const key of Object.keys(env)) {
      if (names.includes(key) || options.ignored?.includes(key) === true || env[key]?.trim() === '') continue;
      const problem = unknownKeyProblem(key, names, options.prefixes);
      if (problem !== undefined) problems.push(problem);
    }
    // every key that is sound is there with its right type, and a rule looks only at keys that are
    const sound = settings as Static<Schema>;
    for (const rule of options.rules ?? []) {
      const problem = rule.about.some((key) => unsound.has(String(key))) ? undefined : rule.problem(sound);
      if (problem !== undefined) problems.push(problem);
    }
    if (problems.length === 0) return Object.freeze(sound);
    throw new ConfigInvalid({ problems });
  }

  return { read, keys: entries.map(({ key }) => key) };
}
