import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PublishSlot } from '../../core/contracts/feed.ts';
import type { StreamId } from '../../core/contracts/ids.ts';
import { createLog } from '../../core/runtime/log.ts';
import type { Ingest, IngestOptions } from '../open-ingest.ts';
import { openIngest } from '../open-ingest.ts';
import type { NewKey } from '../publish/keys.ts';
import { KeyBook } from '../publish/keys.ts';
import { FeedFollower } from './feed-follower.ts';

const FEED_TOKEN = 'feed-token-of-a-test';

/** A real ingest in this process, on ports of its own, with a feed that is followed. */
export interface TestIngest extends Ingest {
  readonly dataDir: string;
  readonly keys: KeyBook;
  readonly feed: FeedFollower;
  /** Every line that was logged. */
  logText(): string;
  /** A new key for a new stream. */
  newKey(slot?: PublishSlot, stream?: StreamId): Promise<NewKey>;
  /** The metrics as they are told. */
  metrics(): Promise<string>;
}

export async function openTestIngest(options: Partial<Pick<IngestOptions, 'rtmps'>> = {}): Promise<TestIngest> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'plenary-ingest-'));
  let logged = '';
  const log = createLog({ name: 'ingest', level: 'trace', destination: { write: (line) => void (logged += line) } });
  const ingest = await openIngest(
    { host: '127.0.0.1', rtmpPort: 0, rtmps: null, dataDir, feedPort: 0, feedToken: FEED_TOKEN, ...options },
    log,
  );
  const keys = await KeyBook.open(dataDir);
  const feed = await FeedFollower.open({ url: ingest.feedUrl, token: FEED_TOKEN });
  let streams = 0;
  return {
    ...ingest,
    dataDir,
    keys,
    feed,
    logText: () => logged,
    newKey: (slot = 'primary', stream = `stage-${++streams}` as StreamId) => keys.create({ stream, slot }),
    metrics: async () => {
      const answer = await feed.get('/feed/metrics');
      return (await answer.setEncoding('utf8').toArray()).join('');
    },
    close: async () => {
      feed.close();
      keys.close();
      await ingest.close();
      await rm(dataDir, { recursive: true });
    },
  };
}
