import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

export interface SlowLine {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * A long way to a port of this machine: every byte takes half of `roundTripMs` in each direction, `jitterMs` more or less by chance,
 * in order as on a real line. `random` in [0, 1).
 */
export async function laySlowLine(
  to: number,
  options: { readonly roundTripMs: number; readonly jitterMs?: number; readonly random?: () => number },
): Promise<SlowLine> {
  const { roundTripMs, jitterMs = 0, random = Math.random } = options;
  const open = new Set<Socket>();
  const carry = (from: Socket, into: Socket): void => {
    let clearMs = 0;
    const later = (act: () => void): void => {
      const delayMs = roundTripMs / 2 + (random() * 2 - 1) * (jitterMs / 2);
      clearMs = Math.max(clearMs, performance.now() + delayMs);
      setTimeout(act, clearMs - performance.now());
    };
    from.on('data', (bytes) => later(() => void (into.destroyed || into.write(bytes))));
    from.on('close', () => later(() => into.end()));
    from.on('error', () => from.destroy());
  };
  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({ port: to, host: '127.0.0.1', noDelay: true });
    open.add(near).add(far);
    for (const socket of [near, far]) socket.on('close', () => open.delete(socket));
    carry(near, far);
    carry(far, near);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}
