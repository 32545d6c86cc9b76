import type { Socket } from 'node:net';
import { createServer } from 'node:net';
import { TLSSocket } from 'node:tls';
import { errorMessage } from '../../core/runtime/errors.ts';
import type { Log } from '../../core/runtime/log.ts';
import { CannotListen, IngestPortTaken } from '../errors.ts';
import type { Certificate } from './certificate.ts';

export interface RtmpPortOptions {
  /** The setting that an error names. */
  readonly setting: 'RTMP_PORT' | 'RTMPS_PORT';
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** With it the port speaks RTMPS. */
  readonly certificate: Certificate | undefined;
  /** Gets every connection at once, before any handshake: its time limit counts from here. */
  readonly onSocket: (socket: Socket) => void;
  readonly log: Log;
}

export interface RtmpPort {
  readonly port: number;
  close(): Promise<void>;
}

/** @throws IngestPortTaken, CannotListen */
export async function listenRtmp(options: RtmpPortOptions): Promise<RtmpPort> {
  const { setting, host, certificate, onSocket, log } = options;
  const server = createServer({ noDelay: true, keepAlive: true }, (raw) => {
    if (certificate === undefined) onSocket(raw);
    else onSocket(secure(raw, certificate));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(explain(error, options)));
    server.listen(options.port, host, () => resolve());
  });
  server.on('error', (error) => log.error({ err: error, setting }, 'the port failed'));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
      }),
  };
}

function secure(raw: Socket, certificate: Certificate): Socket {
  // an error of the raw socket closes the secure one, and is told there
  raw.on('error', () => undefined);
  return new TLSSocket(raw, { isServer: true, secureContext: certificate.context });
}

function explain(error: Error, { setting, host, port }: RtmpPortOptions): Error {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return new IngestPortTaken({ setting, port }, error);
  if (code === 'EACCES') return new CannotListen({ setting, port, reason: 'this user may not open it' }, error);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new CannotListen({ setting, port, reason: `HOST ${host} is no address of this machine` }, error);
  }
  return new CannotListen({ setting, port, reason: errorMessage(error) }, error);
}
