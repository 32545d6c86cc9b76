import { errorMessage } from './errors.ts';
import { withTimeLimit } from './time-limit.ts';

/** Passes, or throws why not. */
export type HealthCheck = (signal: AbortSignal) => Promise<void> | void;

export interface HealthReport {
  readonly ok: boolean;
  /** A check's name to `ok`, or to the reason in a few words. */
  readonly checks: Readonly<Record<string, string>>;
}

/** A check that takes longer has failed. */
const LIMIT_MS = 2_000;

/**
 * Whether this process is alive (`/healthz`: restart it when not) and ready (`/readyz`: send it nobody when not). Until
 * {@link started} is called and after {@link drain} it is alive and not ready.
 */
export class Health {
  readonly #alive = new Map<string, HealthCheck>();
  readonly #ready = new Map<string, HealthCheck>();
  readonly #told = new Map<string, () => string | undefined>();
  #phase: 'starting' | 'started' | 'draining' = 'starting';

  /** Without it the process is of no use any more; returns how to take it back. */
  alive(name: string, check: HealthCheck): () => void {
    return add(this.#alive, name, check);
  }

  /** Without it the process cannot do its work now; returns how to take it back. */
  ready(name: string, check: HealthCheck): () => void {
    return add(this.#ready, name, check);
  }

  /** Something that somebody should see to, but no reason to send nobody here: `/readyz` tells it beside the checks. */
  tell(name: string, problem: () => string | undefined): void {
    this.#told.set(name, problem);
  }

  /** Everything is open. */
  started(): void {
    if (this.#phase === 'starting') this.#phase = 'started';
  }

  /** It is about to stop: nobody new, please. */
  drain(): void {
    this.#phase = 'draining';
  }

  /** What `/healthz` answers: 200 when ok, else 503. */
  healthz(): Promise<HealthReport> {
    return ask(this.#alive);
  }

  /** What `/readyz` answers: 200 when ok, else 503. */
  async readyz(): Promise<HealthReport> {
    const [alive, ready] = await Promise.all([ask(this.#alive), ask(this.#ready)]);
    const process = this.#phase === 'started' ? 'ok' : this.#phase;
    const told = Object.fromEntries([...this.#told].map(([name, problem]) => [name, problem() ?? 'ok']));
    return { ok: alive.ok && ready.ok && process === 'ok', checks: { process, ...alive.checks, ...ready.checks, ...told } };
  }
}

function add(checks: Map<string, HealthCheck>, name: string, check: HealthCheck): () => void {
  if (checks.has(name)) throw new Error(`health check defined twice: ${name}`);
  checks.set(name, check);
  return () => {
    checks.delete(name);
  };
}

async function ask(checks: ReadonlyMap<string, HealthCheck>): Promise<HealthReport> {
  const results = await Promise.all(
    [...checks].map(async ([name, check]) => {
      try {
        await withTimeLimit(LIMIT_MS, undefined, async (signal) => check(signal));
        return [name, 'ok'] as const;
      } catch (error) {
        return [name, errorMessage(error)] as const;
      }
    }),
  );
  return { ok: results.every(([, result]) => result === 'ok'), checks: Object.fromEntries(results) };
}
