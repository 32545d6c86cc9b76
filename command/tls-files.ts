import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import { errorMessage } from '../core/runtime/errors.ts';
import type { Settings } from '../core/runtime/settings.ts';
import { CertificateUnusable } from './errors.ts';

/** The certificate of the web server. */
export interface TlsFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

/** The certificate that the settings name, tried; undefined when they name none. @throws CertificateUnusable */
export async function tlsFilesOf(settings: Pick<Settings, 'TLS_CERT_FILE' | 'TLS_KEY_FILE'>): Promise<TlsFiles | undefined> {
  const { TLS_CERT_FILE: certFile, TLS_KEY_FILE: keyFile } = settings;
  if (certFile === undefined || keyFile === undefined) return undefined;
  try {
    createSecureContext({ cert: await readFile(certFile), key: await readFile(keyFile) });
  } catch (error) {
    throw new CertificateUnusable({ certFile, reason: errorMessage(error) }, error);
  }
  return { certFile, keyFile };
}
