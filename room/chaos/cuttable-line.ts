import type { Socket } from 'node:net';
import { connect, createServer } from 'node:net';

/** A TCP line to a server that a test can cut: while it is cut nothing gets through and nobody is told. */
export interface CuttableLine {
  readonly port: number;
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

/** Opens one to a port of this machine. */
export async function openCuttableLine(targetPort: number): Promise<CuttableLine> {
  let isCut = false;
  const pairs = new Set<readonly [Socket, Socket]>();
  const server = createServer((near) => {
    const far = connect({ port: targetPort, host: '127.0.0.1' });
    const pair = [near, far] as const;
    pairs.add(pair);
    for (const [from, to] of [pair, [far, near]] as const) {
      from.on('error', () => undefined);
      from.on('data', (bytes: Buffer) => {
        // what was on its way is lost, as it is when a cable is cut
        if (!isCut) to.write(bytes);
      });
      from.on('close', () => {
        pairs.delete(pair);
        if (!isCut) to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const address = server.address();
  const destroyAll = () => {
    for (const pair of pairs) for (const socket of pair) socket.destroy();
    pairs.clear();
  };
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    cut: () => {
      isCut = true;
    },
    // a line that lost bytes cannot go on: whoever comes back opens another
    mend: () => {
      destroyAll();
      isCut = false;
    },
    close: async () => {
      destroyAll();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}
