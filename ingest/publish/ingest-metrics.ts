import type { Metrics } from '../../core/runtime/metrics.ts';

/** What ingest counts; no label ever holds a key, an address or anything that a stranger chose. */
export type IngestMetrics = ReturnType<typeof ingestMetrics>;

export function ingestMetrics(metrics: Metrics, publishers: () => number) {
  metrics.gauge({ name: 'ingest_publishers_count', help: 'Accepted publishers', read: publishers });
  return {
    connections: metrics.counter({ name: 'ingest_connections_total', help: 'Connections to the RTMP ports' }),
    evicted: metrics.counter({ name: 'ingest_evicted_total', help: 'Connections closed because there were too many' }),
    refused: metrics.counter({ name: 'ingest_refused_total', help: 'Publishers refused, by reason', labels: ['code'] }),
    bytes: metrics.counter({ name: 'ingest_media_bytes_total', help: 'Bytes of media accepted' }),
    dropped: metrics.counter({ name: 'ingest_dropped_packets_total', help: 'Packets of publishers that were of no use' }),
  };
}
