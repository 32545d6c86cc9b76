import type { StreamId } from '../core/contracts/ids.ts';
import type { Transcoding } from '../core/contracts/room/control.ts';
import type { Encoder, Installation } from '../core/contracts/room/installation.ts';
import { checkResidency } from '../core/ports/residency.ts';
import type { Settings } from '../core/runtime/settings.ts';
import type { SupervisedIngest } from '../ingest/supervisor.ts';
import type { Surroundings } from '../room/http/api.ts';
import type { Transcoder } from '../transcoder/open-transcoder.ts';

/** What organisers are told of this process: its ingest, its transcoder, its store. `http`: as people type it; the name stands for ingest too. */
export function surroundingsOf(
  settings: Settings,
  http: string,
  ingest: Pick<SupervisedIngest, 'rtmpPort' | 'rtmpsPort'>,
  transcoder: Pick<Transcoder, 'status' | 'askSlates' | 'preview'>,
): Surroundings {
  const { hostname } = new URL(http);
  const installation: Installation = {
    rtmpUrl: `rtmp://${hostname}:${ingest.rtmpPort}/live`,
    rtmpsUrl: ingest.rtmpsPort === null ? null : `rtmps://${hostname}:${ingest.rtmpsPort}/live`,
    webhookHosts: [],
    storage: storageOf(settings),
  };
  return {
    installation: () => installation,
    encoder: (stream) => encoderOf(transcoder, stream, Date.now()),
    slateChanged: () => transcoder.askSlates(),
    transcoding: (stream) => transcodingOf(transcoder, stream),
    preview: (stream, signal) => transcoder.preview(stream, signal),
  };
}

/** Where recordings are, and under whose law. A folder of this machine is where the machine is. */
export function storageOf({
  S3_BUCKET,
  S3_REGION,
  S3_ENDPOINT,
}: Pick<Settings, 'S3_BUCKET' | 'S3_REGION' | 'S3_ENDPOINT'>): Installation['storage'] {
  if (S3_BUCKET === undefined || S3_REGION === undefined)
    return { kind: 'folder', isListed: true, region: '', place: '', jurisdiction: '' };
  const verdict = checkResidency({ endpoint: S3_ENDPOINT, region: S3_REGION });
  if (!verdict.ok) return { kind: 's3', isListed: false, region: S3_REGION, place: '', jurisdiction: '' };
  const { region, place, jurisdiction } = verdict;
  return { kind: 's3', isListed: true, region, place, jurisdiction };
}

function encoderOf(transcoder: Pick<Transcoder, 'status'>, stream: StreamId, nowMs: number): Encoder | undefined {
  const source = transcoder.status().find((job) => job.stream === stream)?.source;
  if (source === undefined) return undefined;
  const { slot, picture, sound, frameRate, keyframeMs, bitsPerSecond, newestAtMs } = source;
  return {
    ...{ slot, videoCodec: picture.codec, width: picture.width, height: picture.height, frameRate: frameRate ?? null },
    ...{ keyframeSeconds: keyframeMs === undefined ? null : keyframeMs / 1_000, bitsPerSecond: bitsPerSecond ?? null },
    ...{ audioCodec: sound?.codec ?? null, sampleRate: sound?.sampleRate ?? null },
    silentMs: Math.max(0, Math.round(nowMs - newestAtMs)),
  };
}

function transcodingOf(transcoder: Pick<Transcoder, 'status'>, stream: StreamId): Transcoding | undefined {
  const job = transcoder.status().find((one) => one.stream === stream);
  if (job === undefined) return undefined;
  return { lagMs: job.encode?.lagMs ?? null, shed: job.encode?.shed ?? 0 };
}
