/** What a caller may see of an error; never a stack, a path, a key or a token. */
export interface PublicError {
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
}

/** An error we expect: it has a code that is for ever and a sentence that may improve. */
export class LiveError extends Error {
  readonly code: string;
  readonly status: number;
  readonly retryable: boolean;

  constructor(code: string, message: string, options: { status: number; retryable: boolean; cause?: unknown }) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = code;
    this.code = code;
    this.status = options.status;
    this.retryable = options.retryable;
  }

  toPublic(): PublicError {
    return { code: this.code, message: this.message, retryable: this.retryable };
  }
}

/** One row of a service's error table. */
export interface ErrorDefinition<Facts> {
  /** HTTP status when the error leaves by HTTP. */
  readonly status: number;
  /** Trying again later may work. */
  readonly retryable: boolean;
  /** The sentence, for the person who has to act on it. */
  readonly message: (facts: Facts) => string;
}

/** A constructor made by {@link defineError}. */
export interface LiveErrorClass<Facts> {
  new (facts: Facts, cause?: unknown): LiveError;
  readonly code: string;
  readonly definition: ErrorDefinition<Facts>;
}

const defined = new Map<string, ErrorDefinition<never>>();

/**
 * Defines an error class of the house: `throw new StreamBusy({ stream }, cause)`.
 * @throws Error when the code is already taken: codes are unique in the program.
 */
export function defineError<Facts>(code: string, definition: ErrorDefinition<Facts>): LiveErrorClass<Facts> {
  if (defined.has(code)) throw new Error(`error code defined twice: ${code}`);
  defined.set(code, definition);
  return class extends LiveError {
    static readonly code = code;
    static readonly definition = definition;
    constructor(facts: Facts, cause?: unknown) {
      super(code, definition.message(facts), { status: definition.status, retryable: definition.retryable, cause });
    }
  };
}

/** Everything defined so far (in modules that were loaded), by code. */
export function definedErrors(): ReadonlyMap<string, ErrorDefinition<never>> {
  return defined;
}

/** Every code defined so far (those whose modules were loaded), sorted. */
export function definedErrorCodes(): readonly string[] {
  return [...defined.keys()].sort();
}

/** The sentence of anything thrown. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
