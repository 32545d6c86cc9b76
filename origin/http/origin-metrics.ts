import type { Counter, Histogram } from 'prom-client';
import type { Metrics } from '../../core/runtime/metrics.ts';
import type { Holding } from '../live/holding.ts';

/** The origin's numbers. */
export interface OriginMetrics {
  readonly requests: Counter<'route' | 'status'>;
  readonly bytes: Counter<'kind'>;
  readonly held: Histogram;
}

/** Registers them; once for each {@link Metrics}. */
export function originMetrics(metrics: Metrics, holding: Holding): OriginMetrics {
  metrics.gauge({ name: 'origin_held_requests_count', help: 'Requests that wait for the live edge', read: () => holding.held });
  return {
    requests: metrics.counter({ name: 'origin_requests_total', help: 'Answers, by route and status', labels: ['route', 'status'] }),
    bytes: metrics.counter({ name: 'origin_media_bytes_total', help: 'Bytes of media sent', labels: ['kind'] }),
    held: metrics.histogram({ name: 'origin_reload_hold_seconds', help: 'How long playlist requests waited for their part' }),
  };
}
