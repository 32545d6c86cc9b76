/** Viewers who wait, in a process of their own: many connections, one request on each, the time at which each answer was whole. */
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import type { FromLoad, ToLoad } from './messages.ts';
import { cpuMicros } from './messages.ts';

const port = Number(process.argv[2]);
const count = Number(process.argv[3]);
const CONNECT_AT_ONCE = 100;

const send = (message: FromLoad): void => void process.send?.(message);
const sockets: Socket[] = [];
let answered: bigint[] = [];
let left = 0;
let answerBytes = 0;
let usedBefore = 0;

/** Counts bytes until an answer is whole: its length is the same for all, and known after the first. */
function watch(socket: Socket): void {
  let got = 0;
  let wanted = 0;
  let head = '';
  socket.on('data', (bytes: Buffer) => {
    if (wanted === 0) {
      head += bytes.toString('latin1');
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return;
      if (!head.startsWith('HTTP/1.1 200 ')) throw new Error(head.slice(0, end));
      wanted = end + 4 + Number(/content-length: (\d+)/i.exec(head)?.[1]);
      got = head.length;
    } else {
      got += bytes.byteLength;
    }
    if (got < wanted) return;
    answered.push(process.hrtime.bigint());
    answerBytes = wanted;
    [got, wanted, head] = [0, 0, ''];
    left--;
    if (left === 0) send({ kind: 'answered', atNs: answered.map(String), bytes: answerBytes, cpuMicros: cpuMicros() - usedBefore });
  });
}

for (let opened = 0; opened < count; opened += CONNECT_AT_ONCE) {
  const batch = Array.from({ length: Math.min(CONNECT_AT_ONCE, count - opened) }, async () => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    watch(socket);
    sockets.push(socket);
  });
  await Promise.all(batch);
}
send({ kind: 'connected' });

process.on('message', (message: ToLoad) => {
  if (message.kind === 'stop') {
    for (const socket of sockets) socket.destroy();
    process.disconnect();
    return;
  }
  answered = [];
  left = sockets.length;
  const request = `GET ${message.path} HTTP/1.1\r\nhost: 127.0.0.1\r\naccept-encoding: gzip\r\n\r\n`;
  for (const socket of sockets) socket.write(request);
  usedBefore = cpuMicros();
  send({ kind: 'sent' });
});
