import path from 'node:path';
import type { ObjectStore } from '../core/ports/object-store.ts';
import { ObjectStoreFolder } from '../core/ports/object-store-folder.ts';
import type { Log } from '../core/runtime/log.ts';
import type { Settings } from '../core/runtime/settings.ts';

/** The object store that the settings name: S3 where there is a bucket, else a folder in DATA_DIR. @throws StoreRefused, StoreUnavailable */
export async function openStore(settings: Settings, dataDir: string, log: Log): Promise<ObjectStore> {
  const { S3_BUCKET, S3_REGION, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY, S3_PREFIX = '' } = settings;
  if (S3_BUCKET === undefined || S3_REGION === undefined) return ObjectStoreFolder.open({ folder: path.join(dataDir, 'store') }, log);
  if (settings.RESIDENCY_OVERRIDE) log.warn('RESIDENCY_OVERRIDE is set: the object store may lie outside the EU');
  // the SDK is large: loaded only where it is used
  const { ObjectStoreS3 } = await import('../core/ports/object-store-s3.ts');
  const options = {
    endpoint: settings.S3_ENDPOINT,
    region: S3_REGION,
    bucket: S3_BUCKET,
    credentials:
      S3_ACCESS_KEY_ID === undefined || S3_SECRET_ACCESS_KEY === undefined
        ? undefined
        : { accessKeyId: S3_ACCESS_KEY_ID, secretAccessKey: S3_SECRET_ACCESS_KEY },
    forcePathStyle: settings.S3_FORCE_PATH_STYLE ?? settings.S3_ENDPOINT !== undefined,
    prefix: S3_PREFIX === '' || S3_PREFIX.endsWith('/') ? S3_PREFIX : `${S3_PREFIX}/`,
  };
  return ObjectStoreS3.open(options, log);
}
