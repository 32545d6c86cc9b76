import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { silentLog } from '../runtime/log.ts';
import { objectStoreContract } from './object-store.contract.ts';
import { ObjectStoreFolder } from './object-store-folder.ts';

const folders: string[] = [];
const FACTS = { contentType: 'video/mp4', cacheControl: 'no-cache' };

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'plenary-store-'));
  folders.push(folder);
  return folder;
}

afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
});

objectStoreContract('folder', async () => ObjectStoreFolder.open({ folder: await newFolder() }, silentLog));

describe('ObjectStoreFolder', () => {
  it('keeps plain files under their keys, and leaves nothing temporary behind', async () => {
    const folder = await newFolder();
    const store = await ObjectStoreFolder.open({ folder: join(folder, 'made/on/demand') }, silentLog);
    await store.put('recordings/demo/index.m3u8', Buffer.from('#EXTM3U\n'), FACTS);
    expect(await readFile(join(folder, 'made/on/demand/recordings/demo/index.m3u8'), 'utf8')).toBe('#EXTM3U\n');
    expect(await readdir(join(folder, 'made/on/demand/~tmp'))).toEqual([]);
  });

  it('clears away what a killed writer left long ago, and nothing that may still be written', async () => {
    const folder = await newFolder();
    await mkdir(join(folder, '~tmp'));
    await writeFile(join(folder, '~tmp/old'), 'x');
    await writeFile(join(folder, '~tmp/new'), 'x');
    const old = new Date(Date.now() - 2 * 3_600_000);
    await utimes(join(folder, '~tmp/old'), old, old);
    await ObjectStoreFolder.open({ folder }, silentLog);
    expect(await readdir(join(folder, '~tmp'))).toEqual(['new']);
  });

  it('refuses a key that would need a file to be a folder, and keeps what is there', async () => {
    const store = await ObjectStoreFolder.open({ folder: await newFolder() }, silentLog);
    await store.put('a', Buffer.from('1'), FACTS);
    await expect(store.put('a/b', Buffer.from('2'), FACTS)).rejects.toMatchObject({ code: 'CORE_STORE_REFUSED' });
    await store.put('c/d', Buffer.from('3'), FACTS);
    await expect(store.put('c', Buffer.from('4'), FACTS)).rejects.toMatchObject({ code: 'CORE_STORE_REFUSED' });
    expect(Buffer.from((await store.get('a')) ?? []).toString()).toBe('1');
    expect(Buffer.from((await store.get('c/d')) ?? []).toString()).toBe('3');
  });

  it('a place that cannot be a folder is a refusal that does not tell the path', async () => {
    const folder = await newFolder();
    await writeFile(join(folder, 'file'), 'x');
    const opening = ObjectStoreFolder.open({ folder: join(folder, 'file') }, silentLog);
    await expect(opening).rejects.toMatchObject({ code: 'CORE_STORE_REFUSED' });
    await expect(opening).rejects.not.toThrow(folder);
  });

  it('an object without its facts (copied in by hand) is still an object', async () => {
    const folder = await newFolder();
    await writeFile(join(folder, 'a.mp4'), 'x');
    const store = await ObjectStoreFolder.open({ folder }, silentLog);
    expect(await store.head('a.mp4')).toMatchObject({ sizeBytes: 1, facts: { contentType: 'application/octet-stream' } });
  });
});
