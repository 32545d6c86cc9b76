import type { Counter } from 'prom-client';
import type { StreamId } from '../../core/contracts/ids.ts';
import type { PartAdded } from '../../core/contracts/timeline.ts';
import type { Metrics } from '../../core/runtime/metrics.ts';
import type { JobStatus } from './stream-job.ts';

/** The transcoder's numbers. */
export interface TranscoderMetrics {
  partWritten(part: PartAdded, nowMs: number): void;
  lag(stream: StreamId, lagMs: number): void;
  /** Rungs that are left out because the machine does not keep up. */
  shed(stream: StreamId, rungs: number): void;
  readonly restarts: Counter;
  readonly sheds: Counter;
}

const SHOWING = ['resting', 'publisher', 'slate', 'nothing'] as const satisfies readonly JobStatus['showing'][];

/** Registers them; once for each {@link Metrics}. @param status of every stream, asked when somebody looks. */
export function transcoderMetrics(metrics: Metrics, status: () => readonly JobStatus[]): TranscoderMetrics {
  metrics.gauge({
    name: 'transcoder_streams_count',
    help: 'Streams that have a job here, by what their viewers see',
    labels: ['showing'],
    read: () => {
      const all = status();
      return SHOWING.map((showing) => ({ labels: { showing }, value: all.filter((one) => one.showing === showing).length }));
    },
  });
  metrics.gauge({
    name: 'transcoder_encoders_crashing_count',
    help: 'Streams whose encoder died too often and is left in peace for a while',
    read: () => status().filter((one) => one.encode?.isCrashing === true).length,
  });
  const parts = metrics.counter({ name: 'transcoder_parts_total', help: 'Parts written, by rendition', labels: ['rendition'] });
  const bytes = metrics.counter({
    name: 'transcoder_part_bytes_total',
    help: 'Bytes of parts written, by rendition',
    labels: ['rendition'],
  });
  const stage = metrics.histogram({
    name: 'transcoder_part_lag_seconds',
    help: "From the arrival of a part's last frame to the part, by rendition",
    labels: ['rendition'],
    buckets: [0.005, 0.01, 0.02, 0.035, 0.05, 0.075, 0.1, 0.2, 0.5, 1, 2],
  });
  const lag = metrics.gauge({ name: 'transcoder_encode_lag_seconds', help: 'The slowest encode behind the source', labels: ['stream'] });
  const shed = metrics.gauge({
    name: 'transcoder_rungs_left_out_count',
    help: 'Rungs left out because the machine does not keep up',
    labels: ['stream'],
  });
  return {
    partWritten(part, nowMs) {
      parts.inc({ rendition: part.rendition });
      bytes.inc({ rendition: part.rendition }, part.bytes.byteLength);
      stage.observe({ rendition: part.rendition }, Math.max(0, nowMs - part.inputAtMs) / 1000);
    },
    lag: (stream, lagMs) => lag.set({ stream }, lagMs / 1000),
    shed: (stream, rungs) => shed.set({ stream }, rungs),
    restarts: metrics.counter({ name: 'transcoder_ffmpeg_restarts_total', help: 'Encoder runs that failed and were started again' }),
    sheds: metrics.counter({
      name: 'transcoder_rungs_left_out_total',
      help: 'How often a rung was left out because the machine did not keep up',
    }),
  };
}
