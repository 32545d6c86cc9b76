import { describe, expect, it } from 'vitest';
import type { ActName } from '../core/contracts/room/acts.ts';
import { ROOM_ROLES } from '../core/contracts/room/roles.ts';
import { mayAct, mayActOn } from './rights.ts';

describe('rights', () => {
  const rows: readonly { act: ActName; may: readonly string[]; because: string }[] = [
    { act: 'ban', may: ['host', 'moderator'], because: 'a presenter is a guest on the stage, not the police' },
    { act: 'rules', may: ['host', 'moderator'], because: 'the mode of the chat is moderation' },
    { act: 'redirect', may: ['host'], because: 'sending everybody elsewhere cannot be undone for those who have gone' },
    { act: 'layout', may: ['host', 'presenter'], because: 'the show belongs to those who make it' },
    { act: 'open-poll', may: ['host', 'moderator', 'presenter'], because: 'a presenter asks the room' },
    { act: 'answered-live', may: ['host', 'moderator', 'presenter'], because: 'who answers says so' },
    { act: 'dismiss-question', may: ['host', 'moderator'], because: 'taking away is moderation' },
  ];
  it.each(rows)('$act: $may, because $because', ({ act, may }) => {
    expect(ROOM_ROLES.filter((role) => mayAct(role, act))).toEqual(may);
  });

  it('nobody acts on somebody above or beside him', () => {
    const pairs = ROOM_ROLES.flatMap((by) => ROOM_ROLES.filter((target) => mayActOn(by, target)).map((target) => `${by} on ${target}`));
    expect(pairs).toEqual([
      ...['host on moderator', 'host on presenter', 'host on attendee'],
      ...['moderator on presenter', 'moderator on attendee', 'presenter on attendee'],
    ]);
  });
});
