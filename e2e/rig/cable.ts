import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

/** A cable between an encoder and ingest that can be cut: bytes stop, and nobody is told (no FIN, no RST). */
export interface Cable {
  readonly port: number;
  cut(): void;
  /** New connections work again; cut ones stay dead. */
  mend(): void;
  close(): Promise<void>;
}

export async function layCable(toPort: number): Promise<Cable> {
  let isCut = false;
  const pairs = new Set<{ readonly near: Socket; readonly far: Socket; isDead: boolean }>();
  const accepted = new Set<Socket>();
  const server = createServer({ noDelay: true }, (near) => {
    accepted.add(near);
    near.on('error', () => undefined);
    if (isCut) return;
    const far = connect({ port: toPort, host: '127.0.0.1', noDelay: true });
    const pair = { near, far, isDead: false };
    pairs.add(pair);
    far.on('error', () => undefined);
    near.on('data', (bytes) => void (pair.isDead || far.write(bytes)));
    far.on('data', (bytes) => void (pair.isDead || near.write(bytes)));
    near.on('close', () => void (pair.isDead || far.end()));
    far.on('close', () => void (pair.isDead || near.end()));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  return {
    port: (server.address() as AddressInfo).port,
    cut: () => {
      isCut = true;
      for (const pair of pairs) pair.isDead = true;
    },
    mend: () => {
      isCut = false;
    },
    close: async () => {
      for (const near of accepted) near.destroy();
      for (const { far } of pairs) far.destroy();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}
