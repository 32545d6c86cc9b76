/** For tests: the fake as a world of the contract. */
import type { EventId, PollId } from '../../../core/contracts/room/ids.ts';
import type { Author } from '../../../core/contracts/room/entries.ts';
import { RoomStoreFake } from '../../channel/room-store-fake.ts';
import { newId } from '../../db/new-id.ts';
import type { StoreWorlds } from '../room-store.contract.ts';
import type { StoreWorld } from './world.ts';
import { clientId, DRAFT, NOW } from './world.ts';

/** As many events in memory as are asked for. */
export async function fakeWorld(): Promise<StoreWorlds<StoreWorld>> {
  return {
    world: async () => {
      const fake = new RoomStoreFake();
      const event = newId(NOW) as EventId;
      fake.addEvent(event, newId(NOW));
      let people = 0;
      return {
        event,
        node: async () => fake.connection(),
        person: async (role = 'attendee') => ({ id: newId(NOW) as Author['id'], name: `Person ${++people}`, role }),
        openPoll: async (draft) => {
          const { correct: _, ...known } = { ...DRAFT, ...draft };
          const id = newId(NOW) as PollId;
          const poll = { ...known, id, state: 'open', openedAtMs: NOW, closesAtMs: null } as const;
          await fake.connection().commit(event, [{ kind: 'notice', id: clientId(), audience: 'all', body: { kind: 'poll', poll } }], NOW);
          return id;
        },
        close: async () => undefined,
      };
    },
    close: async () => undefined,
  };
}
