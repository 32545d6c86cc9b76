import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { errorMessage } from '../core/runtime/errors.ts';
import type { Closable } from '../core/runtime/lifecycle.ts';
import { DataDirBusy, DataDirUnusable } from './errors.ts';
import { makeFolder } from './make-folder.ts';

const LOCK_FILE = 'plenary.lock';

/**
 * Makes DATA_DIR and claims it for this process, so that two of them never write one journal.
 * A claim whose process is gone (kill -9, power cut) is taken over.
 * @throws DataDirBusy, DataDirUnusable
 */
export async function claimDataDir(dataDir: string): Promise<Closable> {
  const lock = path.join(dataDir, LOCK_FILE);
  try {
    await makeFolder(dataDir, 0o750);
    if (!(await claim(lock))) {
      const holder = await holderOf(lock);
      if (holder !== undefined) throw new DataDirBusy({ dataDir, pid: holder });
      await rm(lock, { force: true });
      if (!(await claim(lock))) throw new DataDirBusy({ dataDir, pid: (await holderOf(lock)) ?? 0 });
    }
  } catch (error) {
    if (error instanceof DataDirBusy) throw error;
    throw new DataDirUnusable({ dataDir, reason: errorMessage(error) }, error);
  }
  return { close: () => rm(lock, { force: true }) };
}

async function claim(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, `${process.pid} ${await startOf(process.pid)}`, { flag: 'wx', mode: 0o640 });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** The process that holds the lock, if it is alive and is the one that wrote it (process ids are used again). */
async function holderOf(lock: string): Promise<number | undefined> {
  const [pidText = '', start = ''] = (await readFile(lock, 'utf8').catch(() => '')).split(' ');
  const pid = Number(pidText);
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  const startNow = await startOf(pid);
  return startNow !== '' && startNow === start ? pid : undefined;
}

/** When a process started, in the kernel's ticks; empty when there is no such process. proc(5), field 22 of stat. */
async function startOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const afterName = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return afterName[19] ?? '';
}
