import type { Counter, Histogram } from 'prom-client';
import type { Metrics } from '../../core/runtime/metrics.ts';

/** The origin's numbers. */
export interface OriginMetrics {
  readonly requests: Counter<'route' | 'status'>;
  readonly bytes: Counter<'kind'>;
  readonly held: Histogram;
  readonly partLag: Histogram;
}

/** What is read when somebody looks. */
export interface OriginGauges {
  readonly held: () => number;
  readonly streams: () => number;
  readonly windowBytes: () => number;
  readonly storedBytes: () => number;
}

/** Registers them; once for each {@link Metrics}. */
export function originMetrics(metrics: Metrics, read: OriginGauges): OriginMetrics {
  metrics.gauge({ name: 'origin_held_requests_count', help: 'Requests that wait for the live edge', read: read.held });
  metrics.gauge({ name: 'origin_streams_count', help: 'Streams whose timeline is followed', read: read.streams });
  metrics.gauge({ name: 'origin_window_bytes', help: 'Media of live windows in memory', read: read.windowBytes });
  metrics.gauge({ name: 'origin_stored_cache_bytes', help: 'Media of recordings in memory', read: read.storedBytes });
  return {
    requests: metrics.counter({ name: 'origin_requests_total', help: 'Answers, by route and status', labels: ['route', 'status'] }),
    bytes: metrics.counter({ name: 'origin_media_bytes_total', help: 'Bytes of media sent', labels: ['kind'] }),
    held: metrics.histogram({ name: 'origin_reload_hold_seconds', help: 'How long requests waited for their part' }),
    partLag: metrics.histogram({
      name: 'origin_part_lag_seconds',
      help: "From a part's last input at the transcoder until viewers can have the part",
    }),
  };
}
