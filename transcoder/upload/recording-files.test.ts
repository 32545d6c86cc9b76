import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RecordingId, RenditionId, StreamId } from '../../core/contracts/ids.ts';
import { RecordingFiles } from './recording-files.ts';

const STREAM = 'stage' as StreamId;
const RECORDING = 'recording1' as RecordingId;
const SOURCE = 'source' as RenditionId;

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'plenary-files-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

const folder = () => path.join(dataDir, 'uploads', STREAM, RECORDING);
const segment = (msn: number) =>
  ({
    kind: 'segment',
    rendition: SOURCE,
    msn,
    run: 0,
    name: `${msn}.m4s`,
    bytes: 1,
    sha256: '',
    durationTicks: 90_000,
    startMs: 0,
  }) as const;

describe('the journal of a recording', () => {
  it('gets the lines that could not be written together with the next one that can', async () => {
    const files = new RecordingFiles(dataDir, STREAM, RECORDING);
    await files.append({ kind: 'opened', stream: STREAM, recording: RECORDING, targetDurationSeconds: 4 });
    await files.append(segment(1));
    // the disk takes nothing for a while: a file stands where the folder was
    await rm(folder(), { recursive: true });
    await writeFile(folder(), '');
    await expect(files.append(segment(2))).rejects.toThrow();
    await expect(files.append(segment(3))).rejects.toThrow();
    await rm(folder());
    await mkdir(folder());
    await writeFile(
      path.join(folder(), 'journal.ndjson'),
      `{"kind":"opened","stream":"${STREAM}","recording":"${RECORDING}"}\n{"kind":"seg`,
    );
    await files.append(segment(4));
    const [state] = await RecordingFiles.unfinished(dataDir);
    expect(state?.waiting().map(({ msn }) => msn)).toEqual([2, 3, 4]);
  });
});
