/** An origin with one stream on air, in a process of its own: what the bench measures. Parts come when they are asked for. */
import { tmpdir } from 'node:os';
import type { TimelineEntry } from '../../../core/contracts/timeline.ts';
import { MediaLogMemory } from '../../../core/ports/media-log-memory.ts';
import { createLog } from '../../../core/runtime/log.ts';
import { Metrics } from '../../../core/runtime/metrics.ts';
import { openOrigin } from '../../../origin/open-origin.ts';
import { Show, SOURCE, STREAM } from '../../../origin/testing/show.ts';
import { originOptions } from '../../../origin/testing/test-origin.ts';
import type { FromOrigin, ToOrigin } from './messages.ts';
import { cpuMicros } from './messages.ts';

const FENCE = { holder: 'bench', epoch: 1 };
/** A third of a second of 2.8 Mbit/s with its sound. */
const PART_BYTES = 122_000;
const TARGET_SECONDS = 4;

const log = createLog({ name: 'origin', level: 'warn' });
const mediaLog = new MediaLogMemory({ log });
const metrics = new Metrics();
const show = new Show({ partBytes: PART_BYTES, targetDurationSeconds: TARGET_SECONDS });
const append = async (entries: readonly TimelineEntry[]): Promise<void> => {
  for (const entry of entries) await mediaLog.append(STREAM, entry, FENCE);
};
await append([show.opened(), show.run(), ...show.segments(25), ...show.part()]);
const origin = await openOrigin(originOptions({ mediaLog, metrics, log, pageDir: tmpdir() }));
const folder = `/live/${STREAM}/${SOURCE}`;
let at = { msn: show.msn, part: 0 };

const send = (message: FromOrigin): void => void process.send?.(message);
process.on('message', (message: ToOrigin) => {
  void answer(message);
});
send({
  kind: 'ready',
  port: origin.port,
  pid: process.pid,
  playlist: `${folder}/index.m3u8`,
  part: `${folder}/${show.profile.namePrefix}-p${show.msn}.0.m4s`,
  segment: `${folder}/${show.profile.namePrefix}-s${show.msn - 1}.m4s`,
});

async function answer(message: ToOrigin): Promise<void> {
  switch (message.kind) {
    case 'append': {
      const { msn } = show;
      const parts = show.part();
      at = { msn, part: at.msn === msn ? at.part + 1 : 0 };
      const atNs = process.hrtime.bigint();
      await append(parts);
      send({ kind: 'appended', atNs: String(atNs), ...at });
      break;
    }
    case 'usage':
      send({
        kind: 'usage',
        held: Number(/^origin_held_requests_count (\d+)$/m.exec(await metrics.text())?.[1]),
        cpuMicros: cpuMicros(),
      });
      break;
    case 'stop':
      await origin.close();
      await mediaLog.close();
      process.disconnect();
      break;
  }
}
