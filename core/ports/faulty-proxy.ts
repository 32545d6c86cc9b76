/** An HTTP proxy for tests that makes answers go wrong in a named way. */
import type { AddressInfo } from 'node:net';
import { createServer, request } from 'node:http';

export type Fault = 'none' | 'status-503' | 'slow' | 'reset' | 'truncate';

export interface FaultyProxy {
  readonly url: string;
  /** What happens to the requests from now on; the first `times` of them. */
  set(fault: Fault, times?: number): void;
  requests(): number;
  close(): Promise<void>;
}

export async function openFaultyProxy(target: string): Promise<FaultyProxy> {
  let fault: Fault = 'none';
  let left = 0;
  let count = 0;
  const server = createServer((incoming, outgoing) => {
    count++;
    const current = left > 0 ? fault : 'none';
    left = Math.max(0, left - 1);
    if (current === 'reset') {
      incoming.socket.resetAndDestroy();
      return;
    }
    if (current === 'status-503') {
      incoming.resume().on('end', () => outgoing.writeHead(503).end());
      return;
    }
    if (current === 'slow') {
      incoming.resume();
      return;
    }
    const url = new URL(incoming.url ?? '/', target);
    const forwarded = request(url, { method: incoming.method, headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      if (current === 'truncate') {
        answer.once('data', (chunk: Buffer) => {
          outgoing.write(chunk.subarray(0, Math.floor(chunk.byteLength / 2)), () => outgoing.destroy());
        });
      } else {
        answer.pipe(outgoing);
      }
    });
    forwarded.on('error', () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    set: (next, times = Number.POSITIVE_INFINITY) => {
      fault = next;
      left = times;
    },
    requests: () => count,
    close: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
