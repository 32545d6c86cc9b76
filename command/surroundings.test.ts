import { describe, expect, it } from 'vitest';
import type { StreamId } from '../core/contracts/ids.ts';
import { readSettings } from '../core/runtime/settings.ts';
import { storageOf, surroundingsOf } from './surroundings.ts';

const S3 = { S3_BUCKET: 'talks', S3_ACCESS_KEY_ID: 'a', S3_SECRET_ACCESS_KEY: 'b' };

describe('what organisers are told', () => {
  it.each([
    { env: {}, storage: { kind: 'folder', isListed: true } },
    {
      env: { ...S3, S3_REGION: 'eu-central-1' },
      storage: { kind: 's3', isListed: true, place: 'Frankfurt, Germany', jurisdiction: 'United States (AWS)' },
    },
    { env: { ...S3, S3_REGION: 'us-east-1', RESIDENCY_OVERRIDE: 'true' }, storage: { kind: 's3', isListed: false, region: 'us-east-1' } },
  ])('where recordings are: $storage.kind $storage.place', ({ env, storage }) => {
    expect(storageOf(readSettings(env))).toMatchObject(storage);
  });

  it('ingest has the name of the site, and a stream that nobody publishes has no encoder', () => {
    const around = surroundingsOf(
      readSettings({}),
      'https://live.example',
      { rtmpPort: 1935, rtmpsPort: 1936 },
      { status: () => [], askSlates: () => Promise.resolve(), preview: () => Promise.resolve('nothing-sent') },
    );
    expect(around.installation()).toMatchObject({ rtmpUrl: 'rtmp://live.example:1935/live', rtmpsUrl: 'rtmps://live.example:1936/live' });
    expect(around.encoder('spring' as StreamId)).toBeUndefined();
    expect(around.transcoding('spring' as StreamId)).toBeUndefined();
  });
});
