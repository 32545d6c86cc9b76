import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { StreamId } from '../core/contracts/ids.ts';
import { streamKeyHmac } from '../core/grants/stream-keys.ts';
import type { Database } from '../room/db/database.ts';
import type { EventRecord } from '../room/db/events.ts';
import { validStreamKeys } from '../room/db/stream-keys.ts';
import { makeStreamKey, simpleEvent } from './simple-event.ts';

/** The event that exists from the first start. */
export const DEMO_STREAM = 'demo' as StreamId;
const DEMO_TITLE = 'Plenary demo';

/**
 * The demo event and its key. Beside its HMAC the key is kept in DATA_DIR/demo-key (readable by this user alone), so that ready.json has it
 * after a restart; no other key is ever kept. A new one is made when it is not valid any more.
 */
export async function demoEvent(
  database: Database,
  dataDir: string,
  hmacKey: string,
  nowMs: number,
): Promise<{ readonly event: EventRecord; readonly streamKey: string }> {
  const file = path.join(dataDir, 'demo-key');
  const known = (await readFile(file, 'utf8').catch(() => '')).trim();
  const event = await database.write((db) => simpleEvent(db, DEMO_STREAM, DEMO_TITLE, nowMs));
  const valid = await database.read((db) => validStreamKeys(db));
  const hmac = known === '' ? '' : streamKeyHmac(known, hmacKey);
  if (valid.some((key) => key.hmac === hmac && key.event === event.id)) return { event, streamKey: known };
  const { key } = await database.write((db) => makeStreamKey(db, event, { slot: 'primary', label: 'demo' }, hmacKey, nowMs));
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, `${key}\n`, { mode: 0o600 });
  await rename(draft, file);
  return { event, streamKey: key };
}
