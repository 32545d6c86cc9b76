import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { StreamId } from '../core/contracts/ids.ts';
import { ObjectStoreFolder } from '../core/ports/object-store-folder.ts';
import { silentLog } from '../core/runtime/log.ts';
import { forgetRecordings } from './forget-recordings.ts';

const FACTS = { contentType: 'video/mp4', cacheControl: 'max-age=60' };

it('everything of the stream goes, and nothing of one whose name begins the same', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'plenary-forget-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const store = await ObjectStoreFolder.open({ folder }, silentLog);
  const keys = [
    ...['recordings/talk/r1/index.m3u8', 'recordings/talk/r1/source/a-s0.m4s', 'recordings/talk/r2/index.m3u8', 'posters/talk.jpg'],
    ...['recordings/talk-2/r3/index.m3u8', 'posters/talk-2.jpg'],
  ];
  for (const key of keys) await store.put(key, new Uint8Array([1]), FACTS);
  const forget = forgetRecordings(store);
  expect(await forget('talk' as StreamId)).toBe(3);
  expect(await forget('talk' as StreamId)).toBe(0);
  const left: string[] = [];
  for await (const { key } of store.list('')) left.push(key);
  expect(left).toEqual(['posters/talk-2.jpg', 'recordings/talk-2/r3/index.m3u8']);
  await store.close();
});
