import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Closable } from '../core/runtime/lifecycle.ts';

/** What scripts and tests read instead of scraping output. */
export interface ReadyFacts {
  /** `http://host:port`, no slash at the end. */
  readonly http: string;
  /** The full RTMP URL without the key: publish to `rtmp + "/" + streamKey`. */
  readonly rtmp: string;
  readonly watchUrl: string | null;
  readonly studioUrl: string | null;
  readonly playlistUrl: string | null;
  readonly streamKey: string | null;
  readonly pids: { readonly main: number; readonly ingest: number | null };
}

/** Writes DATA_DIR/ready.json (readable by this user alone: it holds a key); closing removes it. */
export async function writeReadyFile(dataDir: string, facts: ReadyFacts): Promise<Closable> {
  const file = path.join(dataDir, 'ready.json');
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(facts, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, file);
  return { close: () => rm(file, { force: true }) };
}
