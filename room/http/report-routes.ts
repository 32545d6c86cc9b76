import { Type } from 'typebox';
import { ReportShape } from '../../core/contracts/room/report.ts';
import { msWithin, type OnAir, presenceOf, sumUp } from '../attendance/sum-up.ts';
import { allAttendance } from '../db/attendance.ts';
import { writeAudit } from '../db/audit.ts';
import type { Db } from '../db/database.ts';
import type { EventRecord } from '../db/events.ts';
import { countFeedback } from '../db/feedback.ts';
import { listPolls } from '../db/poll-drafts.ts';
import { countRegistrations } from '../db/registrations.ts';
import { countMessages, listAsked, namesOfAudience } from '../db/report.ts';
import { csvText } from '../../core/contracts/csv.ts';
import { instantText } from '../event/event-times.ts';
import { summaryOf } from '../feedback/summary.ts';
import { countPolls } from '../store/tally.ts';
import type { Api } from './api.ts';
import { callerOf } from './caller.ts';
import { eventOf } from './event-of.ts';
import { pollAnswer } from './organiser-answers.ts';
import type { Desk } from './route-tools.ts';
import { about, csvHeaders, ERRORS, noteOf, OF_EVENT } from './route-tools.ts';

const MINUTE_MS = 60_000;

/** What an event amounted to, while it is on and afterwards. */
export function reportRoutes(api: Api, desk: Desk): void {
  const { database, keeper, nowMs } = desk;

  api.get(
    '/events/:event/report',
    {
      ...keeper.needs('analyst'),
      schema: {
        ...about(
          'events',
          'getReport',
          'What an event amounted to: attendance, questions, polls, what people thought; no list of who was there',
        ),
        ...{ params: OF_EVENT, response: { 200: ReportShape, ...ERRORS } },
      },
    },
    async (request) =>
      database.read(async (db) => {
        const event = await eventOf(db, request, request.params.event);
        const { tenant, id } = event;
        const untilMs = untilOf(event, nowMs());
        const { people, marks } = await countFeedback(db, tenant, id);
        const polls = (await listPolls(db, tenant, id)).filter(({ state }) => state !== 'draft');
        // what was open at the end, or has just been closed, is counted as it stands
        const counted =
          event.endedAtMs === null
            ? {}
            : await countPolls(
                db,
                tenant,
                polls.filter(({ final }) => final === null),
              );
        return {
          ...{ wentLiveAt: instantText(event.wentLiveAtMs), endedAt: instantText(event.endedAtMs) },
          attendance: sumUp(await presences(db, event, untilMs), onAirOf(event, untilMs)),
          registered: await countRegistrations(db, tenant, id),
          messages: await countMessages(db, tenant, id),
          questions: [...(await listAsked(db, tenant, id))],
          polls: polls.map((poll) => pollAnswer({ ...poll, final: poll.final ?? counted[poll.id] ?? null })),
          feedback: summaryOf(people, marks),
        };
      }),
  );

  api.get(
    '/events/:event/attendance.csv',
    {
      ...keeper.needs('producer'),
      schema: {
        ...about('events', 'exportAttendance', 'Who was there, and how long while it was on air, for a spreadsheet (RFC 4180, UTF-8)'),
        produces: ['text/csv'],
        params: OF_EVENT,
        response: { 200: Type.String({ description: 'CSV' }), ...ERRORS },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const atMs = nowMs();
      const [event, people, names] = await database.write(async (db) => {
        const found = await eventOf(db, request, request.params.event);
        await writeAudit(db, noteOf(caller, 'attendance.exported', atMs, { event: found.id }));
        return [found, await presences(db, found, untilOf(found, atMs)), await namesOfAudience(db, found.tenant, found.id)] as const;
      });
      const onAir = onAirOf(event, untilOf(event, atMs));
      const rows = [...people].map(([person, presence]) => {
        const { name = '', email = null } = names.get(person) ?? {};
        const minutes = onAir === undefined ? 0 : msWithin(presence, onAir) / MINUTE_MS;
        const times = [presence.at(0)?.fromMs, presence.at(-1)?.toMs].map((ms) => instantText(ms ?? null) ?? '');
        return [name, email ?? '', ...times, minutes.toFixed(1)];
      });
      return reply.headers(csvHeaders(`${event.slug}-attendance`)).send(csvText(['name', 'email', 'came', 'left', 'minutes'], rows));
    },
  );
}

/** Up to when it counts: its end, or now. */
const untilOf = ({ endedAtMs }: EventRecord, nowMs: number): number => endedAtMs ?? nowMs;

async function presences(db: Db, { tenant, id }: EventRecord, untilMs: number) {
  const stays = await allAttendance(db, tenant, id);
  return presenceOf(
    stays.map(({ ticket, ...stay }) => ({ ...stay, person: ticket })),
    untilMs,
  );
}

/** undefined: it has not been on air. */
function onAirOf({ wentLiveAtMs }: EventRecord, untilMs: number): OnAir | undefined {
  return wentLiveAtMs === null ? undefined : { fromMs: wentLiveAtMs, toMs: Math.max(wentLiveAtMs, untilMs) };
}
