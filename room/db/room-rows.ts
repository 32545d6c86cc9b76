import type { TalkRules } from '../../core/contracts/room/entries.ts';
import type { EventSettings } from '../../core/contracts/room/event.ts';
import type { Epoch, EventId, TenantId } from '../../core/contracts/room/ids.ts';
import type { Db } from './database.ts';
import { newId } from './new-id.ts';

/** Makes the room of an event, or gives it the rules of changed settings while nobody has been in it. */
export async function openRoomOf(db: Db, tenant: TenantId, event: EventId, settings: EventSettings, nowMs: number): Promise<void> {
  const rules = JSON.stringify(talkRules(settings));
  await db
    .insertInto('rooms')
    .values({ event, tenant, epoch: newId(nowMs) as Epoch, lastOffset: 0, rules, pinned: null, isSlateHeld: 0 })
    .onConflict((on) => on.column('event').doUpdateSet({ rules }).where('rooms.tenant', '=', tenant).where('rooms.lastOffset', '=', 0))
    .execute();
}

/** What of the settings the host changes while people talk. */
function talkRules({ room }: EventSettings): TalkRules {
  const { chat, slowSeconds, links, reactions, questions, moderateQuestions, anonymousQuestions, readablePerSecond } = room;
  return { chat, slowSeconds, links, reactions, questions, moderateQuestions, anonymousQuestions, readablePerSecond };
}
