import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../runtime/log.ts';
import { objectStoreContract } from './object-store.contract.ts';
import type { S3Options } from './object-store-s3.ts';
import { ObjectStoreS3 } from './object-store-s3.ts';
import type { FaultyProxy } from './faulty-proxy.ts';
import { openFaultyProxy } from './faulty-proxy.ts';
import type { S3Server } from './s3-servers.ts';
import { openFakeS3, openVersity, versityProgram } from './s3-servers.ts';

const FACTS = { contentType: 'video/mp4', cacheControl: 'no-cache' };
const servers = [{ name: 'fauxqs', open: openFakeS3 }];
if (versityProgram === undefined) process.stdout.write('VersityGW is not installed: the tests against a real S3 server are left out\n');
else {
  const program = versityProgram;
  servers.push({ name: 'VersityGW', open: () => openVersity(program) });
}

for (const { name, open } of servers) {
  describe(`S3 on ${name}`, () => {
    let server: S3Server;
    let proxy: FaultyProxy;
    let buckets = 0;

    beforeAll(async () => {
      server = await open();
      proxy = await openFaultyProxy(server.endpoint);
    });
    afterAll(async () => {
      await proxy.close();
      await server.close();
    });

    async function openStore(own: Partial<S3Options> = {}): Promise<ObjectStoreS3> {
      const bucket = `bucket-${++buckets}`;
      await server.createBucket(bucket);
      const options: S3Options = {
        endpoint: server.endpoint,
        region: 'eu-central-1',
        bucket,
        credentials: server.credentials,
        forcePathStyle: true,
        prefix: '',
        retryMs: 5,
        ...own,
      };
      return ObjectStoreS3.open(options, silentLog);
    }

    objectStoreContract(`S3 on ${name}`, () => openStore());
    objectStoreContract(`S3 on ${name} under a prefix`, () => openStore({ prefix: 'event-2026/' }));

    const passing = [
      { fault: 'status-503', because: 'a server that is restarting answers 503' },
      { fault: 'reset', because: 'a connection may break' },
      { fault: 'truncate', because: 'an answer may end too early' },
      { fault: 'slow', because: 'a server may hang' },
    ] as const;
    for (const { fault, because } of passing) {
      it(`tries again after one ${fault}: ${because}`, async () => {
        const store = await openStore({ endpoint: proxy.url, tryLimitMs: 500 });
        const body = new Uint8Array(100_000).fill(7);
        await store.put('a/b.m4s', body, FACTS);
        proxy.set(fault, 1);
        expect(await store.get('a/b.m4s')).toEqual(body);
        await store.close();
      });

      it(`says that it is away when ${fault} goes on`, async () => {
        const store = await openStore({ endpoint: proxy.url, tryLimitMs: 300 });
        await store.put('a/b.m4s', new Uint8Array(100_000), FACTS);
        proxy.set(fault);
        const before = proxy.requests();
        await expect(store.get('a/b.m4s')).rejects.toMatchObject({ code: 'CORE_STORE_UNAVAILABLE', retryable: true });
        expect(proxy.requests() - before).toBe(3);
        proxy.set('none');
        await store.close();
      });
    }

    it('says which setting is wrong when there is no such bucket', async () => {
      await expect(openStore({ bucket: 'no-such-bucket' })).rejects.toMatchObject({
        code: 'CORE_STORE_REFUSED',
        message: expect.stringContaining('S3_BUCKET'),
      });
    });

    it('opens although the store is away: the spool waits for it', async () => {
      proxy.set('status-503');
      const store = await openStore({ endpoint: proxy.url });
      proxy.set('none');
      await store.put('now', new Uint8Array(3), FACTS);
      await store.close();
    });
  });
}

it.runIf(versityProgram !== undefined)('a wrong secret is refused, and the sentence does not hold it', async () => {
  const server = await openVersity(versityProgram ?? '');
  await server.createBucket('events');
  const wrong = 'not-the-secret-at-all';
  const opening = ObjectStoreS3.open(
    {
      endpoint: server.endpoint,
      region: 'eu-central-1',
      bucket: 'events',
      credentials: { ...server.credentials, secretAccessKey: wrong },
      forcePathStyle: true,
      prefix: '',
    },
    silentLog,
  );
  await expect(opening).rejects.toMatchObject({ code: 'CORE_STORE_REFUSED', message: expect.not.stringContaining(wrong) });
  await server.close();
});
