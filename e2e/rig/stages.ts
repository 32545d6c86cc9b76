import type { StreamId } from '../../core/contracts/ids.ts';
import type { StreamStatus } from '../../core/contracts/stream-status.ts';
import { liveUrl, statusUrl } from '../../core/contracts/urls.ts';
import { waitUntil } from '../../core/runtime/test-support.ts';
import type { LogLine } from './log-lines.ts';
import { readLog, untilLogged } from './log-lines.ts';
import type { RunningPlenary } from './plenary.ts';

/** A stream of its own in a Plenary that several tests share. */
export interface Stage {
  readonly stream: StreamId;
  readonly publishUrl: string;
  /** The media playlist of a rendition. */
  playlist(rendition?: string): URL;
  status(): Promise<StreamStatus>;
  untilState(state: StreamStatus['state'], within?: number): Promise<void>;
  /** What was logged about it so far. */
  log(): readonly LogLine[];
  /** Waits for a line about it. */
  untilLogged(fields: Readonly<Record<string, unknown>>, within?: number): Promise<LogLine>;
}

/** A stream that was named when the Plenary was started. */
export function stageOf(plenary: RunningPlenary, name: string): Stage {
  const stream = name as StreamId;
  const { http } = plenary.facts();
  const status = async (): Promise<StreamStatus> => (await (await fetch(http + statusUrl(stream))).json()) as StreamStatus;
  return {
    stream,
    publishUrl: plenary.publishUrlOf(name),
    playlist: (rendition = 'source') => new URL(`${rendition}/index.m3u8`, http + liveUrl(stream)),
    status,
    untilState: async (state, within = 20_000) => {
      await waitUntil(async () => (await status()).state === state, { within, every: 50, what: `${name} ${state}` });
    },
    log: () => readLog(plenary.lines()).filter((line) => line['stream'] === stream),
    untilLogged: (fields, within) => untilLogged(() => plenary.lines(), { stream, ...fields }, within),
  };
}
