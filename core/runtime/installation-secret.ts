import { randomBytes } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { defineError, errorMessage } from './errors.ts';

/** The installation's secret cannot be read or made. */
export const SecretUnusable = defineError<{ readonly file: string; readonly reason: string }>('CORE_SECRET_UNUSABLE', {
  status: 500,
  retryable: false,
  message: ({ file, reason }) =>
    `the installation's secret ${file} cannot be used: ${reason}. Restore it from a backup; if it is lost, remove the file: every key, ticket and link made with it is then void.`,
});

const SECRET_BYTES = 32;
/** Whoever finds the secret empty has come while another process was writing it. */
const TRIES = 50;
const RETRY_MS = 20;

/** The installation's secret as text (64 hex digits or more), made and put on the disk when there is none. @throws SecretUnusable */
export async function installationSecret(file: string): Promise<string> {
  try {
    const handle = await open(file, 'wx', 0o600);
    try {
      await handle.writeFile(randomBytes(SECRET_BYTES).toString('hex'));
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST'))
      throw new SecretUnusable({ file, reason: errorMessage(error) }, error);
  }
  for (let tries = 0; tries < TRIES; tries++) {
    const text = (await readText(file)).trim();
    if (/^(?:[0-9a-f]{2}){32,}$/.test(text)) return text;
    await new Promise((resolve) => {
      setTimeout(resolve, RETRY_MS);
    });
  }
  throw new SecretUnusable({ file, reason: 'it is no secret of ours' });
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new SecretUnusable({ file, reason: errorMessage(error) }, error);
  }
}
