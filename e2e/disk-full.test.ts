import { execFile } from 'node:child_process';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HealthReport } from '../core/runtime/health.ts';
import { waitUntil } from '../core/runtime/test-support.ts';
import { clapperTags } from './rig/clapper.ts';
import { expectInSync } from './rig/judge-stretch.ts';
import { readLog, untilLogged } from './rig/log-lines.ts';
import type { RunningPlenary } from './rig/plenary.ts';
import { startPlenary } from './rig/plenary.ts';
import { stageOf } from './rig/stages.ts';
import { newestStretch, playlistAt } from './rig/stretch.ts';
import { inRealTime, TagPublisher } from './rig/tag-publisher.ts';

const run = promisify(execFile);
const DISK = '24m';
const disk = await mkdtemp(path.join(tmpdir(), 'plenary-disk-'));
const isMounted = await run('mount', ['-t', 'tmpfs', '-o', `size=${DISK}`, 'tmpfs', disk]).then(
  () => true,
  () => false,
);
if (!isMounted) process.stdout.write('no small disk can be mounted here: a full disk is not tried\n');

let plenary: RunningPlenary;

beforeAll(async () => {
  if (isMounted) plenary = await startPlenary({ TRANSCODER_MAX_RUNGS: '0' }, ['stage'], disk);
});
afterAll(async () => {
  if (isMounted) {
    await plenary.stop();
    await run('umount', [disk]);
  }
  await rm(disk, { recursive: true });
});

/** Writes until nothing more fits. */
async function fill(file: string): Promise<void> {
  const handle = await open(file, 'a');
  try {
    for (const size of [1 << 20, 1 << 12]) {
      for (;;) {
        const { bytesWritten } = await handle.write(Buffer.alloc(size));
        if (bytesWritten < size) break;
      }
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  } finally {
    await handle.close();
  }
}

async function readyz(): Promise<HealthReport & { readonly status: number }> {
  const answer = await fetch(`${plenary.facts().http}/readyz`);
  return { ...((await answer.json()) as HealthReport), status: answer.status };
}

describe.runIf(isMounted)('a full disk', () => {
  it('stops no viewer, is told once with the way out, and mends when there is room', async () => {
    const stage = stageOf(plenary, 'stage');
    const publisher = await TagPublisher.open(stage.publishUrl);
    const playing = publisher.play(inRealTime(await clapperTags({ seconds: 60 })));
    expectInSync(await newestStretch(stage.playlist(), { seconds: 3, within: 15_000 }));
    expect(await readyz()).toMatchObject({ status: 200, checks: { disk: 'ok' } });

    const ballast = path.join(disk, 'ballast');
    await fill(ballast);
    await waitUntil(async () => (await readyz()).checks['disk'] !== 'ok', { within: 15_000, every: 100, what: 'the disk in /readyz' });
    await fill(ballast);
    const fullMsn = (await playlistAt(stage.playlist()))?.segments.at(-1)?.msn ?? 0;
    expectInSync(await newestStretch(stage.playlist(), { seconds: 6, within: 20_000, fromMsn: fullMsn + 1 }));
    expect(await readyz()).toMatchObject({
      status: 200,
      ok: true,
      checks: { disk: expect.stringContaining('the disk of DATA_DIR is full: free some space on it') },
    });
    const said = readLog(plenary.lines()).filter((line) => line.msg.includes('the disk of DATA_DIR is full: free some space on it'));
    expect(said).toHaveLength(1);

    await rm(ballast);
    await untilLogged(() => plenary.lines(), { msg: 'DATA_DIR can be written again' }, 20_000);
    expect((await readyz()).checks['disk']).toBe('ok');
    const freeMsn = (await playlistAt(stage.playlist()))?.segments.at(-1)?.msn ?? 0;
    const { recordingUrl } = await stage.status();
    const recorded = new URL('source/index.m3u8', new URL(recordingUrl ?? '', plenary.facts().http));
    const mended = await waitUntil(
      async () => {
        const playlist = await playlistAt(recorded);
        return (playlist?.segments.length ?? 0) > freeMsn ? playlist : undefined;
      },
      { within: 20_000, every: 200, what: 'a recording that goes on' },
    );
    expect(mended.segments[0]?.isGap).toBe(false);
    expect(mended.segments.at(-1)?.isGap).toBe(false);
    publisher.close();
    await playing;
  });
});
