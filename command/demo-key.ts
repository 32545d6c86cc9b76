import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { StreamId } from '../core/contracts/ids.ts';
import type { KeyBook } from '../ingest/publish/keys.ts';

/** The event that exists from the first start. */
export const DEMO_STREAM = 'demo' as StreamId;
export const DEMO_TITLE = 'Plenary demo';

/**
 * The demo event's key. Beside its HMAC it is kept in DATA_DIR/demo-key (readable by this user alone), so that ready.json has it
 * after a restart; no other key is ever kept. A new one is made when it is not valid any more.
 */
export async function demoKey(dataDir: string, keys: KeyBook): Promise<string> {
  const file = path.join(dataDir, 'demo-key');
  const known = (await readFile(file, 'utf8').catch(() => '')).trim();
  if (known !== '' && keys.verify(known)?.stream === DEMO_STREAM) return known;
  const { key } = await keys.create({ stream: DEMO_STREAM, slot: 'primary', label: 'demo' });
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, `${key}\n`, { mode: 0o600 });
  await rename(draft, file);
  return key;
}
