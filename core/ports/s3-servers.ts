/** S3 servers for tests: one in process always, a real one where its program is there. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startFauxqs } from 'fauxqs';
import { freePort } from '../runtime/free-port.ts';
import { waitUntil } from '../runtime/test-support.ts';

export interface S3Server {
  readonly name: string;
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  createBucket(name: string): Promise<void>;
  close(): Promise<void>;
}

/** The fake in this process. It speaks the protocol over HTTP; it checks no signature. */
export async function openFakeS3(): Promise<S3Server> {
  const server = await startFauxqs({ port: 0, logger: false, host: '127.0.0.1' });
  return {
    name: 'fauxqs',
    endpoint: `http://127.0.0.1:${server.port}`,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    createBucket: async (name) => {
      server.createBucket(name);
    },
    close: () => server.stop(),
  };
}

const PROGRAMS = [path.join(import.meta.dirname, '../../.cache/bin/versitygw'), '/usr/local/bin/versitygw', '/root/go/bin/versitygw'];

/** Where the real server's program is; undefined where scripts/install-versitygw.sh has not run. */
export const versityProgram: string | undefined = PROGRAMS.find((program) => existsSync(program));

/** VersityGW over a folder: a real S3 server, which checks signatures. */
export async function openVersity(program: string): Promise<S3Server> {
  const folder = await mkdtemp(path.join(tmpdir(), 'plenary-s3-'));
  const port = await freePort();
  const credentials = { accessKeyId: 'plenary', secretAccessKey: 'plenary-test-secret' };
  const child = spawn(
    program,
    [
      '--access',
      credentials.accessKeyId,
      '--secret',
      credentials.secretAccessKey,
      '--region',
      'eu-central-1',
      '--port',
      `127.0.0.1:${port}`,
      'posix',
      folder,
    ],
    { stdio: 'ignore' },
  );
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  const endpoint = `http://127.0.0.1:${port}`;
  await waitUntil(
    () =>
      fetch(endpoint).then(
        () => true,
        () => false,
      ),
    { within: 10_000, what: 'VersityGW' },
  );
  return {
    name: 'VersityGW',
    endpoint,
    credentials,
    // in its posix mode a folder is a bucket
    createBucket: async (name) => {
      await mkdir(path.join(folder, name));
    },
    close: async () => {
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
