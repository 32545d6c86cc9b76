/** The room beside the picture: comes in, connects, and gives the panel. */
import { useSignalEffect } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type { Joined } from '../../core/contracts/room/join.ts';
import type { Attendance } from '../state/attendance.ts';
import type { PageFacts } from '../state/page-facts.ts';
import { RoomClient } from './room-client.ts';
import { loadRoomWords, type RoomWords, RoomWordsContext } from './room-words.ts';
import { stageTime } from './stage-time.ts';
import { Panel } from './view/panel.tsx';
import './view/room.css';

interface Opening {
  readonly attendance: Attendance;
  readonly page: PageFacts;
}

/** @returns undefined where there is no room, or none that lets us in. While the server cannot be reached it goes on trying. */
export async function openRoom({ attendance, page }: Opening): Promise<VNode | undefined> {
  const words = loadRoomWords(attendance.language);
  const entrance = await attendance.forRoom();
  return entrance.ok ? <Room attendance={attendance} page={page} words={await words} /> : undefined;
}

interface RoomProps extends Opening {
  readonly words: RoomWords;
}

/** Another person, another ticket: another room. Whoever is outside has none. */
function Room({ attendance, words, page }: RoomProps): VNode | null {
  const joined = attendance.joined.value;
  return joined === undefined ? null : <Inside key={joined.you.id} first={joined} attendance={attendance} words={words} page={page} />;
}

function Inside({ first, attendance, words, page }: RoomProps & { readonly first: Joined }): VNode {
  const client = useMemo(() => openClient(first, attendance), []);
  useSignalEffect(() => {
    const joined = attendance.joined.value;
    if (joined !== undefined) client.take(joined);
  });
  useSignalEffect(() => {
    page.people.value = client.feed.value.viewers;
  });
  // The room sends somebody away for good: whether the picture is his any more, a renewal tells.
  useSignalEffect(() => {
    if (client.link.value.kind === 'over' && attendance.prefix.peek() !== '') void attendance.usher().then((usher) => usher.renew());
  });
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
      <Panel client={client} openStage={() => stageTime(page.engine.facts, () => Date.now() + client.feed.peek().clockOffsetMs)} />
    </RoomWordsContext.Provider>
  );
}

function openClient(joined: Joined, attendance: Attendance): RoomClient {
  return new RoomClient({
    ...{ origin: location.origin, language: attendance.language, joined },
    rename: async (name) => (await attendance.usher()).rename(name),
    renew: async () => (await attendance.usher()).renew(),
  });
}
