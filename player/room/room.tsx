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
  // When they do not come, that is told below, where they are needed; coming in may take longer.
  words.catch(() => undefined);
  const entrance = await attendance.forRoom();
  if (entrance.ok) return <Room attendance={attendance} page={page} words={await words} />;
  if (!WANTS_SOMETHING.has(entrance.code)) return undefined;
  const { openEntrance } = await import('../entrance/entrance.tsx');
  const Entrance = await openEntrance(attendance.language);
  const asking = <Entrance attendance={attendance} why={entrance} isBeside={true} />;
  return <Room attendance={attendance} page={page} words={await words} asking={asking} />;
}

/** The picture, or the waiting room, is open to the viewer; the room is when he has said what it wants. */
const WANTS_SOMETHING: ReadonlySet<string> = new Set([
  ...['ROOM_CONSENT_NEEDED', 'ROOM_PASSWORD_WRONG', 'ROOM_TICKET_INVALID', 'ROOM_FIELD_REQUIRED', 'ROOM_TOO_MANY_SESSIONS', 'ROOM_BANNED'],
]);

interface RoomProps extends Opening {
  readonly words: RoomWords;
  /** What is there as long as he is not in. */
  readonly asking?: VNode;
}

/** Another person, another ticket: another room. Whoever is outside has none. */
function Room({ attendance, words, page, asking }: RoomProps): VNode | null {
  const joined = attendance.joined.value;
  return joined === undefined ? (
    (asking ?? null)
  ) : (
    <Inside key={joined.you.id} first={joined} attendance={attendance} words={words} page={page} />
  );
}

function Inside({ first, attendance, words, page }: RoomProps & { readonly first: Joined }): VNode {
  const client = useMemo(() => openClient(first, attendance), []);
  useSignalEffect(() => {
    const joined = attendance.joined.value;
    if (joined !== undefined) client.take(joined);
  });
  // no useSignalEffect: that waits for a frame, and there would be one whenever anything is said
  useEffect(
    () =>
      client.feed.subscribe(({ viewers }) => {
        page.people.value = viewers;
      }),
    [client, page],
  );
  // The room sends somebody away for good: whether the picture is his any more, a renewal tells; and a ban is told to his browser by it.
  useSignalEffect(() => {
    const link = client.link.value;
    if (link.kind === 'over' && (attendance.prefix.peek() !== '' || link.code === 'ROOM_BANNED'))
      void attendance.usher().then((usher) => usher.renew());
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
