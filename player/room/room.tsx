/** The room beside the picture: comes in, connects, and gives the panel. */
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Joined, JoinRequest } from '../../core/contracts/room/join.ts';
import type { Engine } from '../playback/engine.ts';
import { type Entrance, join, renew } from './entrance.ts';
import { keepTicket, keptTicket } from './kept-ticket.ts';
import { RoomClient } from './room-client.ts';
import { loadRoomWords, type RoomWords, RoomWordsContext } from './room-words.ts';
import { stageTime } from './stage-time.ts';
import { Panel } from './view/panel.tsx';
import './view/room.css';

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 60_000;

interface Opening {
  readonly slug: string;
  /** BCP 47, the primary part. */
  readonly language: string;
  readonly engine: Engine;
}

/** @returns undefined where there is no room, or none that lets us in. While the server cannot be reached it goes on trying. */
export async function openRoom({ slug, language, engine }: Opening): Promise<VNode | undefined> {
  const { origin } = location;
  const ask = (name: string): JoinRequest => ({ lang: language, ...(name === '' ? {} : { name }) });
  const words = loadRoomWords(language);
  const entrance = await comeIn(origin, slug, ask(''));
  if (!entrance.ok) return undefined;
  keepTicket(slug, entrance.joined);
  const client = new RoomClient({
    ...{ origin, language, joined: entrance.joined },
    rejoin: (name) => join(origin, slug, ask(name)),
    renew: (ticket) => renew(origin, ticket),
    onJoined: (joined: Joined) => keepTicket(slug, joined),
  });
  return <Room client={client} words={await words} engine={engine} />;
}

/** As the one who was here before, if he still may; else anew. */
async function comeIn(origin: string, slug: string, request: JoinRequest): Promise<Entrance> {
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
    const kept = keptTicket(slug);
    const before = kept === undefined ? undefined : await renew(origin, kept);
    if (before?.ok === true) return before;
    const fresh = await join(origin, slug, request);
    if (fresh.ok || (fresh.status !== 0 && fresh.status < 500)) return fresh;
    await new Promise((resolve) => {
      setTimeout(resolve, waitMs * (0.5 + Math.random()));
    });
  }
}

interface RoomProps {
  readonly client: RoomClient;
  readonly words: RoomWords;
  readonly engine: Engine;
}

function Room({ client, words, engine }: RoomProps): VNode {
  useEffect(() => {
    const ending = new AbortController();
    const { signal } = ending;
    addEventListener('online', () => client.retryNow(), { signal });
    addEventListener('offline', () => client.lostNow(), { signal });
    // Back from the page cache or from a pocket: no need to wait any longer.
    addEventListener('pageshow', () => client.retryNow(), { signal });
    document.addEventListener('visibilitychange', () => client.retryNow(), { signal });
    return () => {
      ending.abort();
      client.close();
    };
  }, [client]);
  return (
    <RoomWordsContext.Provider value={words}>
      <Panel client={client} openStage={() => stageTime(engine.facts, () => Date.now() + client.feed.peek().clockOffsetMs)} />
    </RoomWordsContext.Provider>
  );
}
