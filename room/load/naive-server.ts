/** What is compared with: a server as it is written on the first day. Each message goes to each socket at once. */
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { WebSocket, WebSocketServer } from 'ws';

export function naiveServer(): { readonly http: Server; readonly size: () => number } {
  const http = createServer();
  const sockets = new WebSocketServer({ server: http, path: '/room' });
  let offset = 0;
  sockets.on('connection', (socket) => {
    socket.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as { readonly t: string; readonly id?: string; readonly text?: string };
      if (frame.t === 'hello') socket.send(JSON.stringify({ t: 'welcome', at: { epoch: '', offset }, entries: [], missedMore: false }));
      if (frame.t !== 'say') return;
      offset++;
      const body = { kind: 'message', id: frame.id, author: { id: '', name: 'Person', role: 'attendee' }, text: frame.text };
      const batch = { t: 'batch', from: offset - 1, to: offset, entries: [{ offset, atMs: Date.now(), audience: 'all', body }] };
      socket.send(JSON.stringify({ t: 'ack', id: frame.id, offset }));
      for (const other of sockets.clients) if (other.readyState === WebSocket.OPEN) other.send(JSON.stringify(batch));
    });
  });
  return { http, size: () => sockets.clients.size };
}
