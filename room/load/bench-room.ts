/**
 * `make bench-room`: what the room carries on this machine, as tables for docs/measurements.md. The driver is a process of its own on the same machine; its
 * share is told. `--only chat,sampled,naive,slow,votes,kill`, `--sockets`, `--seconds`.
 */
import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import type { ServerOptions } from './messages.ts';
import { Rig, sleep } from './rig.ts';
import { print, Table } from './table.ts';

const { values } = parseArgs({
  options: {
    sockets: { type: 'string', default: '10000' },
    seconds: { type: 'string', default: '60' },
    only: { type: 'string', default: 'chat,sampled,naive,slow,votes,kill' },
  },
});
const count = Number(values.sockets);
const seconds = Number(values.seconds);
const only = new Set(values.only.split(','));
/** Time for the joining to be over in every respect. */
const CALM_MS = 3_000;

const cores = (cpuUs: number, tookMs: number) => (cpuUs / 1_000 / tookMs).toFixed(2);

const talks = new Table([
  'server',
  'joined',
  'said',
  'acked',
  'delivered',
  'left out to be readable',
  'holes',
  'commit to delivery p50 / p99 ms',
  'server cores',
  'CPU us a delivered message',
  'KiB a socket',
  'MiB more afterwards',
  'driver cores',
  'closed',
]);

interface Talk {
  readonly name: string;
  readonly options?: Partial<ServerOptions>;
  readonly perSecond: number;
  readonly seconds: number;
  /** Sockets that stop reading after the welcome. */
  readonly neverRead?: number;
}

/** Everybody comes in, then some talk for a while. */
async function talk({ name, options = {}, perSecond, seconds: forSeconds, neverRead = 0 }: Talk): Promise<void> {
  const rig = await new Rig(options).open();
  const empty = await rig.usage();
  const joinMs = await rig.join(count);
  await sleep(CALM_MS);
  const full = await rig.usage();
  if (neverRead > 0) await rig.drive({ do: 'stop-reading', count: neverRead });
  const before = await rig.report();
  const startMs = performance.now();
  await rig.drive({ do: 'say', perSecond, seconds: forSeconds });
  const readers = count - neverRead;
  const after = await rig.settled((now) => now.delivered.count + now.sampledOut >= now.acked * readers, 10_000);
  const tookMs = performance.now() - startMs;
  const end = await rig.usage();
  const delivered = after.delivered.count - before.delivered.count;
  talks.row([
    name,
    `${count} in ${(joinMs / 1_000).toFixed(1)} s`,
    `${perSecond}/s x ${forSeconds} s`,
    after.acked,
    delivered,
    after.sampledOut,
    after.holes,
    `${after.delivered.p50} / ${after.delivered.p99}`,
    cores(end.cpuUs - full.cpuUs, tookMs),
    ((end.cpuUs - full.cpuUs) / delivered).toFixed(2),
    ((full.rssBytes - empty.rssBytes) / 1_024 / count).toFixed(1),
    ((end.rssBytes - full.rssBytes) / 1_048_576).toFixed(0),
    cores(after.cpuUs - before.cpuUs, tookMs),
    JSON.stringify(after.closeCodes),
  ]);
  await rig.close();
}

const votes = new Table([
  'votes',
  'cast',
  'ack p50 / p99 / max ms',
  'acked',
  'refused',
  'stored',
  'shown',
  'back after the kill, p50 / p99 ms',
  'questions to the database since',
  'holes / missed more',
]);

/** Everybody votes once within five seconds; with `isKilled`, the server dies in the middle and comes back, and so do the voters. */
async function vote(name: string, options: Partial<ServerOptions>, isKilled: boolean): Promise<void> {
  const rig = await new Rig(options).open();
  await rig.join(count);
  const poll = await rig.server<string>({ do: 'open-poll' });
  await sleep(CALM_MS);
  await rig.drive({ do: 'come-back', withinMs: 5_000 });
  const voting = rig.drive({ do: 'vote', poll, seconds: 5 });
  if (isKilled) {
    await sleep(2_500);
    await rig.restartServer();
  }
  await voting;
  const stored = await rig.server<number>({ do: 'stored', poll });
  const after = await rig.settled(({ votersSeen, open }) => votersSeen[stored] === count && open === count, 20_000);
  const { asked } = await rig.usage();
  votes.row([
    name,
    `${count} in 5 s`,
    `${after.acks.p50} / ${after.acks.p99} / ${after.acks.max}`,
    after.acked,
    after.refused,
    stored,
    `${after.votersSeen[stored] ?? 0} see ${stored}`,
    isKilled ? `${after.returns.p50} / ${after.returns.p99} (${after.returns.count})` : '',
    JSON.stringify(asked),
    `${after.holes} / ${after.missedMore}`,
  ]);
  await rig.close();
}

const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD']).toString().trim();
print(`${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}, commit ${commit}`);

if (only.has('chat')) await talk({ name: 'room', perSecond: 50, seconds });
if (only.has('sampled')) await talk({ name: 'room, 5/s readable', options: { readablePerSecond: 5 }, perSecond: 50, seconds });
if (only.has('naive')) await talk({ name: 'naive ws', options: { kind: 'naive' }, perSecond: 5, seconds: Math.min(20, seconds) });
if (only.has('slow')) await talk({ name: `room, ${count / 10} never read`, perSecond: 50, seconds, neverRead: count / 10 });
if (only.has('votes')) await vote('undisturbed', {}, false);
if (only.has('kill')) await vote('the server killed (-9) in the middle and started again', {}, true);
