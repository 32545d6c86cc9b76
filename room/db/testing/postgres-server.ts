/** A PostgreSQL server for tests: Debian's programs over a folder of its own, on a free port of loopback. */
import { execFile, spawn } from 'node:child_process';
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { freePort } from '../../../core/runtime/free-port.ts';
import { waitUntil } from '../../../core/runtime/test-support.ts';

const run = promisify(execFile);

export interface PostgresServer {
  /** A new, empty database on it. */
  createDatabase(): Promise<string>;
  /** Ends every connection, as a restart or a failover does; the server goes on. */
  cutConnections(): Promise<void>;
  /** Stops the server as a crash does, and starts it again over the same folder and port. */
  crash(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

/** The newest of Debian's PostgreSQL. @throws Error with the way to get it. */
async function programs(): Promise<string> {
  const root = '/usr/lib/postgresql';
  const versions = await readdir(root).catch(() => []);
  const newest = versions.map(Number).sort((a, b) => b - a)[0];
  if (newest === undefined) throw new Error('PostgreSQL is missing: run scripts/setup.sh test');
  return path.join(root, String(newest), 'bin');
}

/** PostgreSQL refuses to run as root: then the user of Debian's package runs it. */
async function user(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const [uid, gid] = await Promise.all([run('id', ['-u', 'postgres']), run('id', ['-g', 'postgres'])]);
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

/** Starts one. */
export async function openPostgres(): Promise<PostgresServer> {
  const bin = await programs();
  const as = await user();
  const folder = await mkdtemp(path.join(tmpdir(), 'plenary-pg-'));
  if (as !== undefined) await chown(folder, as.uid, as.gid);
  const port = await freePort();
  const environment = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8' };
  const options = { ...as, cwd: folder, env: environment };
  await run(path.join(bin, 'initdb'), ['-D', `${folder}/data`, '-U', 'plenary', '-A', 'trust', '-E', 'UTF8', '--no-sync'], options);
  const url = (database: string) => `postgres://plenary@127.0.0.1:${port}/${database}`;
  let server: ReturnType<typeof spawn> | undefined;
  let count = 0;

  const ask = async (sql: string): Promise<void> => {
    const client = new Client({ connectionString: url('postgres'), connectionTimeoutMillis: 1_000 });
    try {
      await client.connect();
      await client.query(sql);
    } finally {
      await client.end().catch(() => undefined);
    }
  };
  const start = async (): Promise<void> => {
    const settings = ['listen_addresses=127.0.0.1', `port=${port}`, `unix_socket_directories=${folder}`, 'max_connections=60'];
    server = spawn(path.join(bin, 'postgres'), ['-D', `${folder}/data`, ...settings.flatMap((one) => ['-c', one])], {
      ...options,
      stdio: 'ignore',
    });
    const answers = () =>
      ask('SELECT 1').then(
        () => true,
        () => false,
      );
    await waitUntil(answers, { within: 30_000, every: 50, what: 'PostgreSQL' });
  };
  /** SIGQUIT: at once, without a checkpoint; SIGINT: connections are ended first. */
  const stop = async (signal: 'SIGQUIT' | 'SIGINT'): Promise<void> => {
    const child = server;
    if (child === undefined) return;
    server = undefined;
    const ended = new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
    });
    child.kill(signal);
    await ended;
  };
  await start();
  return {
    createDatabase: async () => {
      const name = `test_${++count}`;
      await ask(`CREATE DATABASE ${name}`);
      return url(name);
    },
    cutConnections: () =>
      ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"),
    crash: () => stop('SIGQUIT'),
    start,
    close: async () => {
      await stop('SIGINT');
      await rm(folder, { recursive: true, force: true });
    },
  };
}
