import type { Redis } from 'ioredis';
import type { Clock } from '../runtime/clock.ts';
import { systemClock } from '../runtime/clock.ts';
import type { HeldLease, LeaseKeeper } from './lease.ts';
import type { RedisPlace } from './redis-link.ts';
import { isReadyWithin, openRedis, RedisScript, textOf } from './redis-link.ts';

/** KEYS: lease, its epochs. ARGV: holder, ttl ms. The epoch outlives the lease. */
const ACQUIRE = new RedisScript(`
if redis.call('EXISTS', KEYS[1]) == 1 then return '' end
local epoch = redis.call('INCR', KEYS[2])
redis.call('SET', KEYS[1], epoch .. ' ' .. ARGV[1], 'PX', ARGV[2])
return tostring(epoch)
`);
/** KEYS: lease. ARGV: `epoch holder`, ttl ms. An expired lease is never revived. */
const RENEW = new RedisScript(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return '' end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return '1'
`);
/** KEYS: lease. ARGV: `epoch holder`. */
const GIVE_BACK = new RedisScript(`
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
return ''
`);

const RENEWALS_PER_TTL = 3;
const CONNECT_WITHIN_MS = 2_000;

class Held implements HeldLease {
  readonly name: string;
  readonly fence: { readonly holder: string; readonly epoch: number };
  readonly #keeper: KeeperInside;
  readonly #ttlMs: number;
  readonly #lost = new AbortController();
  /** Until when it is certainly ours, by our own clock: counted from before the renewal was sent. */
  #safeUntilMs: number;
  #cancel: () => void = () => undefined;
  #ended = false;

  constructor(keeper: KeeperInside, name: string, holder: string, epoch: number, ttlMs: number, askedAtMs: number) {
    this.name = name;
    this.fence = { holder, epoch };
    this.#keeper = keeper;
    this.#ttlMs = ttlMs;
    this.#safeUntilMs = askedAtMs + ttlMs;
    this.#renewLater();
  }

  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  async release(): Promise<void> {
    if (this.#ended) return;
    this.abandon();
    this.#keeper.forget(this);
    await this.#keeper.giveBack(this.name, this.fence).catch(() => undefined);
  }

  async withdraw(): Promise<void> {
    this.#lost.abort(new Error(`the lease on ${this.name} ended with its keeper`));
    await this.release();
  }

  /** Stops renewing without giving it back, as a process does that dies. */
  abandon(): void {
    this.#ended = true;
    this.#cancel();
  }

  #renewLater(): void {
    const { clock } = this.#keeper;
    const wait = Math.max(0, Math.min(this.#ttlMs / RENEWALS_PER_TTL, this.#safeUntilMs - clock.monotonicMs()));
    this.#cancel = clock.after(wait, () => void this.#renew());
  }

  async #renew(): Promise<void> {
    const { clock } = this.#keeper;
    const askedAtMs = clock.monotonicMs();
    if (askedAtMs >= this.#safeUntilMs) return this.#lose('no answer from Redis in time');
    let isOurs: boolean | undefined;
    const answer = this.#keeper.renew(this.name, this.fence, this.#ttlMs).catch(() => undefined);
    const outOfTime = new Promise<undefined>((resolve) => {
      const cancel = clock.after(this.#safeUntilMs - askedAtMs, () => resolve(undefined));
      void answer.then(cancel);
    });
    isOurs = await Promise.race([answer, outOfTime]);
    if (this.#ended) return;
    if (isOurs === false) return this.#lose('somebody else holds it, or it ran out');
    if (isOurs === true) this.#safeUntilMs = askedAtMs + this.#ttlMs;
    else if (clock.monotonicMs() >= this.#safeUntilMs) return this.#lose('no answer from Redis in time');
    this.#renewLater();
  }

  #lose(reason: string): void {
    this.abandon();
    this.#keeper.forget(this);
    this.#lost.abort(new Error(`the lease on ${this.name} ran out: ${reason}`));
  }
}

/** What a lease needs of its keeper. */
interface KeeperInside {
  readonly clock: Clock;
  renew(name: string, fence: HeldLease['fence'], ttlMs: number): Promise<boolean>;
  giveBack(name: string, fence: HeldLease['fence']): Promise<void>;
  forget(held: Held): void;
}

/** The distributed {@link LeaseKeeper}: a key in Redis that runs out. Redis flushed: holders lose what they held within a third of its time to live. */
export class LeaseRedis implements LeaseKeeper {
  readonly #redis: Redis;
  readonly #prefix: string;
  readonly #held = new Set<Held>();
  readonly #inside: KeeperInside;
  #closed = false;

  constructor(place: RedisPlace, clock: Clock = systemClock) {
    this.#prefix = `${place.prefix}lease:`;
    this.#redis = openRedis(place, 'leases');
    this.#inside = {
      clock,
      renew: async (name, { epoch, holder }, ttlMs) =>
        textOf(await RENEW.run(this.#redis, 'renew a lease', [this.#keyOf(name)], [`${epoch} ${holder}`, Math.ceil(ttlMs)])) === '1',
      giveBack: async (name, { epoch, holder }) => {
        await GIVE_BACK.run(this.#redis, 'give a lease back', [this.#keyOf(name)], [`${epoch} ${holder}`]);
      },
      forget: (held) => this.#held.delete(held),
    };
  }

  /** @throws RedisAway when Redis cannot be asked. */
  async acquire(name: string, holder: string, ttlMs: number): Promise<HeldLease | undefined> {
    if (this.#closed) return undefined;
    if (!(ttlMs > 0)) throw new RangeError(`a lease needs a time to live: ${ttlMs} ms`);
    await isReadyWithin(this.#redis, CONNECT_WITHIN_MS);
    const askedAtMs = this.#inside.clock.monotonicMs();
    const key = this.#keyOf(name);
    const epoch = textOf(await ACQUIRE.run(this.#redis, 'take a lease', [key, `${key}:epoch`], [holder, Math.ceil(ttlMs)]));
    if (epoch === '') return undefined;
    const held = new Held(this.#inside, name, holder, Number(epoch), ttlMs, askedAtMs);
    this.#held.add(held);
    return held;
  }

  /** Tells every holder, then gives everything back. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.all([...this.#held].map((held) => held.withdraw()));
    this.#redis.disconnect();
  }

  /** Goes away without giving anything back, as a process does that dies: for tests of what the others do then. */
  abandon(): void {
    this.#closed = true;
    for (const held of this.#held) held.abandon();
    this.#held.clear();
    this.#redis.disconnect();
  }

  #keyOf(name: string): string {
    return this.#prefix + name;
  }
}
