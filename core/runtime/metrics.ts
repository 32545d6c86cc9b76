import type { Counter, Gauge, Histogram } from 'prom-client';
import { collectDefaultMetrics, Counter as PromCounter, Gauge as PromGauge, Histogram as PromHistogram, Registry } from 'prom-client';

/** What a metric is called: service, thing, unit; counters end in `_total`. */
export interface MetricOptions<Label extends string> {
  readonly name: string;
  readonly help: string;
  /** Few values each: never a stream key, an address or anything a viewer chooses. */
  readonly labels?: readonly Label[];
}

/** A value under its labels. */
export interface Labelled<Label extends string> {
  readonly labels: Readonly<Record<Label, string>>;
  readonly value: number;
}

const NAME_PATTERN = /^(?:core|ingest|transcoder|origin|room|player|process)(?:_[a-z0-9]+)+$/;
const UNIT_PATTERN = /_(?:seconds|bytes|ratio|total|count|bps|fps)$/;

/** Upper bounds for times of a request or a stage, in seconds: fine where a live picture lives. */
export const SECONDS_BUCKETS: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1, 1.5, 2.5, 5, 10];

/** The numbers of one process. Made in main and handed on: nothing is global. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #others: (() => Promise<string>)[] = [];

  /** `process` adds Node's own numbers: memory, event loop lag, garbage collection; a word is put before their names. */
  constructor(options: { readonly process?: boolean | `${string}_` } = {}) {
    const { process = false } = options;
    if (process !== false) collectDefaultMetrics({ register: this.#registry, prefix: process === true ? '' : process });
  }

  /** Of {@link text}, for the HTTP answer. */
  get contentType(): string {
    return this.#registry.contentType;
  }

  /** A number that only goes up, e.g. `origin_requests_total`. */
  counter<Label extends string = never>(options: MetricOptions<Label>): Counter<Label> {
    if (!options.name.endsWith('_total')) throw new Error(`a counter ends in _total: ${options.name}`);
    return new PromCounter(this.#settings(options));
  }

  /** A number that goes up and down; `read` is asked when somebody looks: for the number, or for one of each set of labels. */
  gauge<Label extends string = never>(
    options: MetricOptions<Label> & { readonly read?: () => number | readonly Labelled<Label>[] },
  ): Gauge<Label> {
    const { read } = options;
    if (read === undefined) return new PromGauge(this.#settings(options));
    return new PromGauge({
      ...this.#settings(options),
      collect() {
        const now = read();
        if (typeof now === 'number') {
          this.set(now);
          return;
        }
        this.reset();
        for (const { labels, value } of now) this.set(labels, value);
      },
    });
  }

  /** A distribution, e.g. `origin_reload_hold_seconds`. */
  histogram<Label extends string = never>(options: MetricOptions<Label> & { readonly buckets?: readonly number[] }): Histogram<Label> {
    return new PromHistogram({ ...this.#settings(options), buckets: [...(options.buckets ?? SECONDS_BUCKETS)] });
  }

  /**
   * The numbers of another process of ours, told together with these. What cannot be had is left out.
   * @param read gives them in Prometheus' text format, under names that are not used here.
   */
  include(read: () => Promise<string>): void {
    this.#others.push(read);
  }

  /** All of it in Prometheus' text format: what `/metrics` answers. */
  async text(): Promise<string> {
    const texts = await Promise.all([this.#registry.metrics(), ...this.#others.map((read) => read().catch(() => ''))]);
    return texts.map((text) => (text === '' || text.endsWith('\n') ? text : `${text}\n`)).join('');
  }

  #settings<Label extends string>(
    options: MetricOptions<Label>,
  ): { name: string; help: string; labelNames: Label[]; registers: Registry[] } {
    const { name, help } = options;
    if (!NAME_PATTERN.test(name)) throw new Error(`a metric is called service_thing_unit: ${name}`);
    if (!UNIT_PATTERN.test(name)) throw new Error(`a metric ends in its unit: ${name}`);
    return { name, help, labelNames: [...(options.labels ?? [])], registers: [this.#registry] };
  }
}
