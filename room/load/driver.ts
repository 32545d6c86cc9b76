/** Ten thousand people: `node room/load/driver.ts`, a child of the bench. */
import type { Batch, ServerFrame } from '../../core/contracts/room/frames.ts';
import type { EventId, Position } from '../../core/contracts/room/ids.ts';
import { uuid7 } from '../../core/contracts/room/uuid7.ts';
import { benchTicket } from './bench-event.ts';
import { answerBench, sayReady } from './child.ts';
import { Histogram } from './histogram.ts';
import type { DriverCommand, DriverReport, Times } from './messages.ts';
import { WireSocket } from './wire-socket.ts';

/** Each loopback address of ours has some 28,000 ports of its own. */
const PER_ADDRESS = 5_000;
const RETRY_MS = 1_000;

interface Person {
  readonly index: number;
  socket: WireSocket | undefined;
  isIn: boolean;
  at: Position | undefined;
  /** What he has sent and not been answered. */
  unanswered: { readonly id: string; readonly frame: string; readonly sentMs: number } | undefined;
  lostMs: number;
  votersSeen: number;
}

/** What a batch says, read once though ten thousand get it. */
interface ReadBatch {
  readonly from: number;
  readonly to: number;
  readonly atMs: readonly number[];
  readonly sampledOut: number;
  readonly voters: number | undefined;
}

const people: Person[] = [];
const joins = new Histogram();
const deliveries = new Histogram();
const acks = new Histogram();
const returns = new Histogram();
const closeCodes: Record<string, number> = {};
const read = new Map<string, ReadBatch>();
let [sampledOut, holes, missedMore, acked, refused, port, joinStartMs] = [0, 0, 0, 0, 0, 0, 0];
let ticketOf: (index: number) => string = () => '';
let comeBackWithinMs: number | undefined;
let onIn: () => void = () => undefined;

const nowMs = () => performance.timeOrigin + performance.now();
const newId = () => uuid7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));

function readBatch(payload: Buffer): ReadBatch {
  // Two frames of one beginning, end and length are the same bytes: the first is read, the others are counted.
  const key = `${payload.length} ${payload.toString('latin1', 11, 60)} ${payload.toString('latin1', payload.length - 40)}`;
  const known = read.get(key);
  if (known !== undefined) return known;
  const batch = JSON.parse(payload.toString()) as Batch;
  const numbers = Object.values(batch.numbers ?? {})[0];
  const fresh: ReadBatch = {
    ...{ from: batch.from, to: batch.to, sampledOut: batch.sampledOut ?? 0, voters: numbers?.voters },
    atMs: batch.entries.flatMap(({ atMs, body }) => (body.kind === 'message' ? [atMs] : [])),
  };
  if (read.size > 500) read.clear();
  read.set(key, fresh);
  return fresh;
}

function onBatch(person: Person, payload: Buffer): void {
  const batch = readBatch(payload);
  if (person.at !== undefined && batch.from > person.at.offset) holes++;
  const now = nowMs();
  for (const atMs of batch.atMs) deliveries.add(now - atMs);
  sampledOut += batch.sampledOut;
  if (batch.voters !== undefined) person.votersSeen = batch.voters;
  if (person.at !== undefined) person.at = { epoch: person.at.epoch, offset: Math.max(person.at.offset, batch.to) };
}

function onText(person: Person, payload: Buffer): void {
  // {"t":"batch" is nearly everything.
  if (payload[6] === 0x62 && payload[7] === 0x61) {
    onBatch(person, payload);
    return;
  }
  const frame = JSON.parse(payload.toString()) as ServerFrame;
  const now = nowMs();
  if (frame.t === 'welcome') {
    person.isIn = true;
    if (frame.missedMore) missedMore++;
    person.at = frame.at;
    if (person.lostMs > 0) returns.add(now - person.lostMs);
    else joins.add(now - joinStartMs);
    person.lostMs = 0;
    const numbers = Object.values(frame.numbers ?? {})[0];
    if (numbers !== undefined) person.votersSeen = numbers.voters;
    if (person.unanswered !== undefined) person.socket?.send(person.unanswered.frame);
    onIn();
  }
  if (frame.t !== 'ack' && frame.t !== 'no') return;
  const { unanswered } = person;
  if (unanswered === undefined || unanswered.id !== frame.id) return;
  if (frame.t === 'no' && frame.retryable) {
    setTimeout(() => person.socket?.send(unanswered.frame), frame.waitMs ?? RETRY_MS);
    return;
  }
  person.unanswered = undefined;
  acks.add(now - unanswered.sentMs);
  if (frame.t === 'ack') acked++;
  else refused++;
}

function open(person: Person): void {
  const localAddress = `127.0.0.${2 + Math.floor(person.index / PER_ADDRESS)}`;
  person.socket = new WireSocket(
    person.index,
    { port, localAddress },
    {
      onOpen: (socket) =>
        socket.send(JSON.stringify({ t: 'hello', ticket: ticketOf(person.index), ...(person.at === undefined ? {} : { at: person.at }) })),
      onText: (_, payload) => onText(person, payload),
      onClose: (_, code) => {
        closeCodes[code] = (closeCodes[code] ?? 0) + 1;
        if (person.isIn) person.lostMs = nowMs();
        const wasIn = person.isIn;
        person.isIn = false;
        if (comeBackWithinMs !== undefined) setTimeout(() => open(person), Math.random() * (wasIn ? comeBackWithinMs : RETRY_MS));
      },
    },
  );
}

function ticketsOf({ tickets, event = '' }: Extract<DriverCommand, { do: 'join' }>): (index: number) => string {
  return tickets === undefined ? (index) => benchTicket(event as EventId, index) : (index) => tickets[index] ?? '';
}

async function join(count: number, concurrency: number): Promise<void> {
  joinStartMs = nowMs();
  const first = people.length;
  let next = first;
  const { promise, resolve } = Promise.withResolvers<void>();
  const openNext = () => {
    const person: Person = {
      index: next++,
      socket: undefined,
      isIn: false,
      at: undefined,
      unanswered: undefined,
      lostMs: 0,
      votersSeen: 0,
    };
    people.push(person);
    open(person);
  };
  let isIn = 0;
  onIn = () => {
    isIn++;
    if (next < first + count) openNext();
    if (isIn === count) resolve();
  };
  for (let started = 0; started < Math.min(concurrency, count); started++) openNext();
  await promise;
  onIn = () => undefined;
}

async function say(perSecond: number, seconds: number): Promise<void> {
  const everyMs = 1_000 / perSecond;
  const startMs = nowMs();
  for (let n = 0; n < perSecond * seconds; n++) {
    const waitMs = startMs + n * everyMs - nowMs();
    if (waitMs > 1) await new Promise((resolve) => setTimeout(resolve, waitMs));
    const person = people[(n * 97) % people.length];
    if (person === undefined || !person.isIn || person.unanswered !== undefined) continue;
    const id = newId();
    const frame = JSON.stringify({ t: 'say', id, text: `message ${n}: what people write when they have something to say` });
    person.unanswered = { id, frame, sentMs: nowMs() };
    person.socket?.send(frame);
  }
}

async function vote(poll: string, seconds: number): Promise<void> {
  await Promise.all(
    people.map(async (person) => {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * seconds * 1_000));
      const id = newId();
      const frame = JSON.stringify({ t: 'vote', id, poll, choice: { options: [person.index % 2] } });
      person.unanswered = { id, frame, sentMs: nowMs() };
      if (person.isIn) person.socket?.send(frame);
      while (person.unanswered !== undefined) await new Promise((resolve) => setTimeout(resolve, 100));
    }),
  );
}

function times(histogram: Histogram): Times {
  return { count: histogram.total, p50: histogram.quantile(0.5), p99: histogram.quantile(0.99), max: histogram.max };
}

function report(): DriverReport {
  const { user, system } = process.cpuUsage();
  const votersSeen: Record<string, number> = {};
  for (const person of people) if (person.votersSeen > 0) votersSeen[person.votersSeen] = (votersSeen[person.votersSeen] ?? 0) + 1;
  return {
    ...{
      open: people.filter(({ isIn }) => isIn).length,
      joins: times(joins),
      delivered: times(deliveries),
      acks: times(acks),
      returns: times(returns),
    },
    ...{ sampledOut, holes, missedMore, acked, refused, votersSeen, closeCodes: { ...closeCodes }, cpuUs: user + system },
  };
}

answerBench(async (question) => {
  const command = question as DriverCommand;
  switch (command.do) {
    case 'join':
      port = command.port;
      ticketOf = ticketsOf(command);
      await join(command.count, command.concurrency);
      return null;
    case 'stop-reading':
      for (const person of people.slice(0, command.count)) person.socket?.pause();
      return null;
    case 'say':
      await say(command.perSecond, command.seconds);
      return null;
    case 'vote':
      await vote(command.poll, command.seconds);
      return null;
    case 'come-back':
      comeBackWithinMs = command.withinMs;
      return null;
    case 'report':
      return report();
  }
});
sayReady(null);
