import { readFile, stat } from 'node:fs/promises';
import type { SecureContext } from 'node:tls';
import { createSecureContext } from 'node:tls';
import { errorMessage } from '../../core/runtime/errors.ts';
import type { Log } from '../../core/runtime/log.ts';
import { CertificateUnusable } from '../errors.ts';

export interface CertificateFiles {
  /** The chain, PEM. */
  readonly certFile: string;
  readonly keyFile: string;
}

/** Certificates are renewed every few weeks; the files are looked at this often. */
const LOOK_EVERY_MS = 60_000;

/** The operator's certificate for RTMPS. Files that were renewed are taken without a restart; while they are bad the old ones stay. */
export class Certificate {
  readonly #files: CertificateFiles;
  readonly #log: Log;
  #context: SecureContext;
  #stamp: string;
  readonly #watch: NodeJS.Timeout;

  private constructor(files: CertificateFiles, log: Log, first: Loaded, lookEveryMs: number) {
    this.#files = files;
    this.#log = log;
    this.#context = first.context;
    this.#stamp = first.stamp;
    this.#watch = setInterval(() => void this.#lookAgain(), lookEveryMs);
    this.#watch.unref();
  }

  /** @throws CertificateUnusable */
  static async open(files: CertificateFiles, log: Log, lookEveryMs = LOOK_EVERY_MS): Promise<Certificate> {
    return new Certificate(files, log, await load(files), lookEveryMs);
  }

  /** For the next connection. */
  get context(): SecureContext {
    return this.#context;
  }

  close(): void {
    clearInterval(this.#watch);
  }

  async #lookAgain(): Promise<void> {
    try {
      if ((await stampOf(this.#files)) === this.#stamp) return;
      const loaded = await load(this.#files);
      this.#context = loaded.context;
      this.#stamp = loaded.stamp;
      this.#log.info('the RTMPS certificate was renewed');
    } catch (error) {
      this.#log.warn({ err: error }, 'the renewed RTMPS certificate cannot be used, the old one stays');
    }
  }
}

interface Loaded {
  readonly context: SecureContext;
  readonly stamp: string;
}

async function stampOf(files: CertificateFiles): Promise<string> {
  const facts = await Promise.all([stat(files.certFile), stat(files.keyFile)]);
  return facts.map((fact) => `${fact.mtimeMs} ${fact.size} ${fact.ino}`).join(' ');
}

async function load(files: CertificateFiles): Promise<Loaded> {
  const [cert, key] = await Promise.all([read('RTMPS_CERT_FILE', files.certFile), read('RTMPS_KEY_FILE', files.keyFile)]);
  try {
    return { stamp: await stampOf(files), context: createSecureContext({ cert, key, minVersion: 'TLSv1.2' }) };
  } catch (error) {
    const problem = 'RTMPS_CERT_FILE and RTMPS_KEY_FILE are no certificate with its key';
    throw new CertificateUnusable({ problem, reason: errorMessage(error) }, error);
  }
}

async function read(setting: string, file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : errorMessage(error);
    throw new CertificateUnusable({ problem: `${setting} ${file} cannot be read`, reason }, error);
  }
}
