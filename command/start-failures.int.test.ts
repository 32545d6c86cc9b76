import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensurePlayerBuilt } from '../player/build/ensure-player-built.ts';
import { claimDataDir } from './data-dir.ts';

/** A start that does not succeed. */
interface Failed {
  readonly code: number | null;
  /** What was said to whoever started it. */
  readonly said: string;
}

const MAIN = path.join(import.meta.dirname, '../main.ts');
let folder: string;
let made = 0;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'plenary-start-'));
  // what a build says is not ours
  await ensurePlayerBuilt();
});
afterAll(() => rm(folder, { recursive: true }));

/** `plenary start` as an operator runs it, until it gives up. */
async function start(env: Readonly<Record<string, string>>): Promise<Failed> {
  const child = spawn(process.execPath, [MAIN, 'start'], {
    env: { PATH: process.env['PATH'], HOST: '127.0.0.1', PORT: '0', RTMP_PORT: '0', LOG_LEVEL: 'silent', DATA_DIR: newPath(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 50_000,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => void (said += text));
  const code = await new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  return { code, said };
}

const newPath = (): string => path.join(folder, `one-${++made}`);

async function fileOf(name: string, text: string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, text);
  return file;
}

/** A program that answers as an ffmpeg of this version with these encoders would. */
async function fakeFfmpeg(name: string, version: string, encoders: readonly string[]): Promise<string> {
  const list = encoders.map((one) => ` V....D ${one}    an encoder`).join('\n');
  const script = `#!/bin/sh\ncase "$*" in *-encoders*) cat <<'END'\n${list}\nEND\n;; *) echo "ffmpeg version ${version} Copyright" ;; esac\n`;
  const file = await fileOf(name, script);
  await chmod(file, 0o755);
  return file;
}

async function takenPort(): Promise<{ port: string; free: () => Promise<void> }> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const free = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
  return { port: String((server.address() as AddressInfo).port), free };
}

/** One sentence for a person: what, and the way out. No stack. */
function expectSentence({ code, said }: Failed, ...parts: readonly string[]): void {
  expect(code, said).toBe(1);
  expect(said).toMatch(/^plenary: \S/);
  expect(said).not.toMatch(/\n\s+at /);
  for (const part of parts) expect(said).toContain(part);
  expect(said.trim().split('\n'), said).toHaveLength(1);
}

describe('a start that cannot succeed says why and what to do', () => {
  for (const setting of ['PORT', 'RTMP_PORT']) {
    it.concurrent(`${setting} is taken, and nothing is left behind`, async () => {
      const { port, free } = await takenPort();
      const dataDir = newPath();
      expectSentence(await start({ [setting]: port, DATA_DIR: dataDir }), `port ${port} is taken by another program`, `set ${setting}`);
      expect(await readdir(dataDir)).not.toContain('plenary.lock');
      expect(await readdir(dataDir)).not.toContain('ready.json');
      await free();
    });
  }

  it.concurrent('HOST is no address of this machine', async () => {
    expectSentence(await start({ HOST: '203.0.113.7' }), 'cannot be opened', 'HOST');
  });

  it.concurrent('there is no ffmpeg', async () => {
    expectSentence(await start({ FFMPEG_PATH: '/nowhere/ffmpeg' }), '/nowhere/ffmpeg: not there', 'install it', 'FFMPEG_PATH');
  });

  it.concurrent('ffmpeg was built without libx264', async () => {
    const fake = await fakeFfmpeg('ffmpeg-without', '7.0', ['mpeg4', 'aac']);
    expectSentence(await start({ FFMPEG_PATH: fake }), `${fake}: it was built without libx264`, 'FFMPEG_PATH', 'version 5.1 or newer');
  });

  it.concurrent('ffmpeg is too old', async () => {
    const fake = await fakeFfmpeg('ffmpeg-old', '4.4.2-0ubuntu0', ['libx264', 'aac']);
    expectSentence(await start({ FFMPEG_PATH: fake }), 'it is version 4.4.2', 'version 5.1 or newer');
  });

  it.concurrent('DATA_DIR is a file', async () => {
    const file = await fileOf('a-file', '');
    expectSentence(await start({ DATA_DIR: file }), `cannot write to ${file}`, 'set DATA_DIR to a folder this user can write to');
  });

  it.concurrent('DATA_DIR is where nobody may write', async () => {
    expectSentence(await start({ DATA_DIR: '/proc/plenary' }), 'cannot write to /proc/plenary', 'set DATA_DIR');
  });

  it.concurrent('a file in DATA_DIR cannot be written', async () => {
    const dataDir = newPath();
    await mkdir(path.join(dataDir, 'demo-key'), { recursive: true });
    expectSentence(await start({ DATA_DIR: dataDir }), `cannot write to ${dataDir}`, 'demo-key', 'set DATA_DIR');
    expect(await readdir(dataDir)).not.toContain('plenary.lock');
  });

  it.concurrent('DATA_DIR is in use', async () => {
    const dataDir = newPath();
    const claim = await claimDataDir(dataDir);
    expectSentence(
      await start({ DATA_DIR: dataDir }),
      `another Plenary (process ${process.pid})`,
      'stop it, or set DATA_DIR to another folder',
    );
    await claim.close();
  });

  it.concurrent('the database is none', async () => {
    const dataDir = newPath();
    await mkdir(dataDir);
    await writeFile(path.join(dataDir, 'plenary.db'), 'no database at all, and long enough to be looked at as one: '.repeat(20));
    expectSentence(await start({ DATA_DIR: dataDir }), 'plenary.db cannot be used', 'put back a copy');
  });

  for (const [cert, key] of [
    ['TLS_CERT_FILE', 'TLS_KEY_FILE'],
    ['RTMPS_CERT_FILE', 'RTMPS_KEY_FILE'],
  ] as const) {
    it.concurrent(`${cert} is no certificate`, async () => {
      const file = await fileOf(`${cert}.pem`, 'no certificate');
      const port = cert === 'RTMPS_CERT_FILE' ? { RTMPS_PORT: '0' } : {};
      expectSentence(await start({ [cert]: file, [key]: file, ...port }), 'PEM');
      expectSentence(await start({ [cert]: '/nowhere/cert.pem', [key]: file, ...port }), '/nowhere/cert.pem');
    });
  }
});

describe('a configuration that makes no sense', () => {
  it.concurrent('is told whole: every problem, every unknown key', async () => {
    const { code, said } = await start({
      PORT: 'eighty',
      PART_TARGET_MS: '5',
      GRACE_SECOND: '30',
      ORIGIN_THREADS: '4',
      S3_BUCKET: 'recordings',
      S3_SECRET_ACCESS_KEY: 'very-secret',
      TLS_CERT_FILE: '/etc/cert.pem',
    });
    expect(code).toBe(1);
    expect(said).toMatch(/^plenary: the configuration has 7 problems:\n/);
    for (const line of [
      'PORT must be a whole number from 0 to 65535, not "eighty".',
      'PART_TARGET_MS must be a whole number from 100 to 1000, not "5".',
      'GRACE_SECOND is not a setting. Did you mean GRACE_SECONDS?',
      'ORIGIN_THREADS is not a setting: remove it',
      'S3_BUCKET is set and S3_REGION is not: set the region of the bucket.',
      'S3_SECRET_ACCESS_KEY is set and S3_ACCESS_KEY_ID is not: set both or neither.',
      'TLS_CERT_FILE is set and TLS_KEY_FILE is not: set both or neither.',
    ]) {
      expect(said).toContain(line);
    }
    expect(said).not.toContain('very-secret');
    expect(said).not.toMatch(/\n\s+at /);
  });

  const abroad = [
    { env: { S3_REGION: 'us-east-1' }, says: 'S3_REGION "us-east-1" is not an AWS region inside the EU' },
    { env: { S3_REGION: 'eu-west-2' }, says: 'S3_REGION "eu-west-2" is not an AWS region inside the EU' },
    {
      env: { S3_REGION: 'eu-west-1', S3_ENDPOINT: 'https://s3.eu-west-1.wasabisys.com' },
      says: 'is not on the list of object stores inside the EU',
    },
  ];
  for (const { env, says } of abroad) {
    it.concurrent(`the bucket lies outside the EU (${Object.values(env).join(', ')})`, async () => {
      const { code, said } = await start({ S3_BUCKET: 'recordings', ...env });
      expect(code).toBe(1);
      expect(said).toContain(says);
      expect(said).toContain('RESIDENCY_OVERRIDE');
    });
  }
});
