/** The count over stored ballots: the truth of a poll. */
import type { PollNumbers } from '../../core/contracts/room/entries.ts';
import type { Choice } from '../../core/contracts/room/frames.ts';
import type { PollId, TenantId } from '../../core/contracts/room/ids.ts';
import type { Db } from '../db/database.ts';
import type { PollRecord } from '../db/poll-drafts.ts';
import { countedAt, placesOf } from '../poll/numbers.ts';

/** Counts in the database: equal choices come as one row, whatever the number of voters. How often a text was given is not counted. */
export async function countPolls(
  db: Db,
  tenant: TenantId,
  polls: readonly Pick<PollRecord, 'id' | 'kind' | 'options'>[],
): Promise<Readonly<Record<PollId, PollNumbers>>> {
  if (polls.length === 0) return {};
  const [texts, others] = [polls.filter(({ kind }) => kind === 'text'), polls.filter(({ kind }) => kind !== 'text')];
  const counted: Record<PollId, { voters: number; counts: number[] }> = {};
  for (const { id, kind, options } of polls)
    counted[id] = { voters: 0, counts: Array.from({ length: placesOf(kind, options.length) }, () => 0) };
  for (const { poll, count } of await countVoters(db, tenant, texts)) counted[poll] = { voters: count, counts: [] };
  for (const { poll: id, choice, count } of await countChoices(db, tenant, others)) {
    const [poll, numbers] = [polls.find((one) => one.id === id), counted[id]];
    if (poll === undefined || numbers === undefined) continue;
    numbers.voters += count;
    for (const place of countedAt(poll.kind, JSON.parse(choice) as Choice)) numbers.counts[place] = (numbers.counts[place] ?? 0) + count;
  }
  return counted;
}

type Asked = readonly { readonly id: PollId }[];

async function countVoters(db: Db, tenant: TenantId, polls: Asked) {
  if (polls.length === 0) return [];
  return db
    .selectFrom('ballots')
    .select((eb) => ['poll', eb.fn.countAll<number>().as('count')])
    .where('tenant', '=', tenant)
    .where(
      'poll',
      'in',
      polls.map(({ id }) => id),
    )
    .groupBy('poll')
    .execute();
}

async function countChoices(db: Db, tenant: TenantId, polls: Asked) {
  if (polls.length === 0) return [];
  return db
    .selectFrom('ballots')
    .select((eb) => ['poll', 'choice', eb.fn.countAll<number>().as('count')])
    .where('tenant', '=', tenant)
    .where(
      'poll',
      'in',
      polls.map(({ id }) => id),
    )
    .groupBy(['poll', 'choice'])
    .execute();
}
