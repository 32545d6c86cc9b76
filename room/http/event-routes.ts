import { Type } from 'typebox';
import type { TalkRules } from '../../core/contracts/room/entries.ts';
import type { EventSettings } from '../../core/contracts/room/event.ts';
import { EventDraftShape } from '../../core/contracts/room/event.ts';
import type { EventId } from '../../core/contracts/room/ids.ts';
import { DuplicateShape, EventShape, EventsSoughtShape, EventSummaryShape, StepShape } from '../../core/contracts/room/organiser.ts';
import { checkText } from '../chat/text.ts';
import { writeAudit } from '../db/audit.ts';
import { createEvent, deleteEvent, duplicateEvent, listEvents, lockEvent, updateEvent } from '../db/events.ts';
import { getRetention } from '../db/house-rules.ts';
import { enqueueDeliveries } from '../db/webhooks.ts';
import type { PasswordChange } from '../event/event-draft.ts';
import { BLANK_EVENT, draftOver } from '../event/event-draft.ts';
import { checkStep } from '../event/event-states.ts';
import { instantOf, instantText, readInstant } from '../event/event-times.ts';
import { checkSlug } from '../event/slug.ts';
import { eventMoved } from '../outside/happenings.ts';
import { hashPassword } from '../people/password.ts';
import { refuse } from '../refusals.ts';
import { changeFirstLayout, changeTalk, feedEnd, hasFeed, moveEvent } from '../store/event-changes.ts';
import type { Api } from './api.ts';
import { allowed, deny } from './answers.ts';
import { callerOf } from './caller.ts';
import { eventOf } from './event-of.ts';
import { eventAnswer, eventSummary } from './organiser-answers.ts';
import type { Desk } from './route-tools.ts';
import { about, DEFAULT_LIMIT, ERRORS, nextOf, NOTHING, noteOf, OF_EVENT, PAGE, pageOf } from './route-tools.ts';
import type { StaffInRoom } from './staff-in-room.ts';

const closed = { additionalProperties: false } as const;
/** An agenda of a hundred talks, a form, a word list. */
const BODY_LIMIT = 512 * 1024;
const { title, slug, ...rest } = EventDraftShape.properties;
/** A new event has a title and a name in links; the rest can wait. */
const NewEventShape = Type.Object({ title, slug, ...Type.Partial(Type.Object(rest)).properties }, closed);
/** `ifChangedAt`: the `changedAt` that the writer has seen; another one since then, and nothing is changed. */
const EventChangeShape = Type.Object(
  { ...Type.Partial(EventDraftShape).properties, ifChangedAt: Type.Optional(Type.String({ maxLength: 30 })) },
  closed,
);
/** A page of all events, or of those that are looked for. */
const EVENTS_WANTED = Type.Object({ ...PAGE.properties, ...EventsSoughtShape.properties }, closed);
const LocalTimeShape = Type.Object({ local: Type.String({ maxLength: 20 }), timeZone: Type.String({ maxLength: 60 }) }, closed);

/** Events: written, changed, copied, moved on, taken away. */
export function eventRoutes(api: Api, desk: Desk, staff: StaffInRoom): void {
  const { database, hub, keeper, nowMs, publicUrl } = desk;

  api.post(
    '/events',
    {
      ...keeper.needs('producer'),
      bodyLimit: BODY_LIMIT,
      schema: { ...about('events', 'createEvent', 'Create a draft'), body: NewEventShape, response: { 201: EventShape, ...ERRORS } },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const retention = await database.read((db) => getRetention(db, caller.tenant));
      const blank = { ...BLANK_EVENT, settings: { ...BLANK_EVENT.settings, retention } };
      const { fields, password } = allowed(request, draftOver(blank, request.body));
      const passwordHash = await hashOfChange(password, null);
      const made = await database.write(async (db) => {
        const created = allowed(
          request,
          await createEvent(db, { tenant: caller.tenant, ...fields, passwordHash, createdBy: caller.actor.id }, nowMs()),
        );
        await writeAudit(db, noteOf(caller, 'event.created', nowMs(), { event: created.event.id, facts: { slug: fields.slug } }));
        return created;
      });
      return reply.code(201).send(eventAnswer(made.event, publicUrl));
    },
  );

  api.get(
    '/events',
    {
      ...keeper.needs('analyst'),
      schema: {
        ...about(
          'events',
          'listEvents',
          'Events, the newest first; all, or those of a state, of a time, or with words in their title or name in links',
        ),
        ...{ querystring: EVENTS_WANTED, response: { 200: pageOf('events', EventSummaryShape), ...ERRORS } },
      },
    },
    async (request) => {
      const { limit = DEFAULT_LIMIT, from, search, state, startsFrom, startsBefore } = request.query;
      const bound = (name: string, text: string | undefined): number | undefined => {
        const atMs = text === undefined ? undefined : readInstant(text);
        if (text !== undefined && atMs === undefined) throw deny(request, refuse('ROOM_BAD_REQUEST', { where: `querystring.${name}` }));
        return atMs;
      };
      const options = {
        ...{ limit, search, state, before: from as EventId | undefined },
        ...{ startsFromMs: bound('startsFrom', startsFrom), startsBeforeMs: bound('startsBefore', startsBefore) },
      };
      const rows = await database.read((db) => listEvents(db, callerOf(request).tenant, options));
      return { events: rows.map(eventSummary), next: nextOf(rows, limit) };
    },
  );

  api.get(
    '/events/:event',
    {
      ...keeper.needs('analyst'),
      schema: { ...about('events', 'getEvent', 'An event with its settings'), params: OF_EVENT, response: { 200: EventShape, ...ERRORS } },
    },
    async (request) => eventAnswer(await database.read((db) => eventOf(db, request, request.params.event)), publicUrl),
  );

  api.patch(
    '/events/:event',
    {
      ...keeper.needs('producer'),
      bodyLimit: BODY_LIMIT,
      schema: {
        ...about('events', 'changeEvent', 'Change what was written; each group of settings as a whole'),
        ...{ params: OF_EVENT, body: EventChangeShape, response: { 200: EventShape, ...ERRORS } },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const id = request.params.event as EventId;
      const written = request.body.password;
      // hashing takes its time: not while the event is locked
      const newHash = typeof written === 'string' ? await hashPassword(written) : null;
      const [after, told] = await database.write(async (db) => {
        const stored = await lockEvent(db, caller.tenant, id);
        if (stored === undefined) throw deny(request, refuse('ROOM_NO_SUCH_EVENT'));
        const { ifChangedAt, ...change } = request.body;
        if (ifChangedAt !== undefined && ifChangedAt !== instantText(stored.changedAtMs)) throw deny(request, refuse('ROOM_EVENT_CHANGED'));
        const { fields, password } = allowed(request, draftOver(stored, change));
        const passwordHash = password.kind === 'new' ? newHash : password.kind === 'keep' ? stored.passwordHash : null;
        const { event } = allowed(request, await updateEvent(db, caller.tenant, id, { ...fields, passwordHash }, nowMs()));
        const facts = { changed: Object.keys(change), settings: Object.keys(change.settings ?? {}), access: event.access };
        await writeAudit(db, noteOf(caller, 'event.changed', nowMs(), { event: id, facts }));
        const rules = changedRules(stored.settings, event.settings);
        const isHeard = await hasFeed(db, caller.tenant, id, stored.state);
        const by = isHeard && rules !== undefined ? await staff.authorOf(db, caller, id) : undefined;
        const { layout } = event.settings.room;
        const added = [
          ...(rules === undefined || by === undefined ? [] : [await changeTalk(db, id, by, rules, nowMs())]),
          ...(isHeard && layout !== stored.settings.room.layout ? [await changeFirstLayout(db, id, layout, nowMs())] : []),
        ];
        const { position } = added.at(-1) ?? (await feedEnd(db, id));
        return [event, { entries: added.flatMap(({ entries }) => entries), position }] as const;
      });
      hub.tell(id, told);
      return eventAnswer(after, publicUrl);
    },
  );

  api.post(
    '/events/:event/duplicate',
    {
      ...keeper.needs('producer'),
      schema: {
        ...about(
          'events',
          'duplicateEvent',
          'A draft like it: settings, polls and the plan of the show, without times, people, messages, keys',
        ),
        ...{ params: OF_EVENT, body: DuplicateShape, response: { 201: EventShape, ...ERRORS } },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      allowed(request, checkSlug(request.body.slug));
      const copyTitle = allowed(request, checkText(request.body.title, { max: 200, lines: 1 })).text;
      const id = request.params.event as EventId;
      const { event } = await database.write(async (db) => {
        const as = { slug: request.body.slug, title: copyTitle, createdBy: caller.actor.id };
        const made = allowed(request, await duplicateEvent(db, caller.tenant, id, as, nowMs()));
        await writeAudit(db, noteOf(caller, 'event.duplicated', nowMs(), { event: made.event.id, subject: id, facts: { slug: as.slug } }));
        return made;
      });
      return reply.code(201).send(eventAnswer(event, publicUrl));
    },
  );

  api.post(
    '/events/:event/state',
    {
      ...keeper.needs('producer'),
      schema: {
        ...about('events', 'moveEvent', 'Move an event on: draft, scheduled, live, ended, published'),
        ...{ params: OF_EVENT, body: StepShape, response: { 200: EventShape, ...ERRORS } },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const id = request.params.event as EventId;
      const to = request.body.state;
      const told = await database.write(async (db) => {
        const stored = await lockEvent(db, caller.tenant, id);
        if (stored === undefined) throw deny(request, refuse('ROOM_NO_SUCH_EVENT'));
        allowed(request, checkStep(stored, to));
        const moved = await moveEvent(db, caller.tenant, id, { from: stored.state, to }, nowMs());
        if (moved === undefined) throw deny(request, refuse('ROOM_EVENT_STATE'));
        await writeAudit(db, noteOf(caller, 'event.moved', nowMs(), { event: id, facts: { from: stored.state, to } }));
        if (to !== 'draft') await enqueueDeliveries(db, caller.tenant, eventMoved({ ...stored, state: to }, nowMs()), nowMs());
        return moved;
      });
      hub.tell(id, told);
      return eventAnswer(await database.read((db) => eventOf(db, request, id)), publicUrl);
    },
  );

  api.delete(
    '/events/:event',
    {
      ...keeper.needs('producer'),
      schema: {
        ...about('events', 'deleteDraft', 'Delete a draft; what has been live stays'),
        params: OF_EVENT,
        response: { 204: NOTHING, ...ERRORS },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const id = request.params.event as EventId;
      await database.write(async (db) => {
        const stored = await lockEvent(db, caller.tenant, id);
        if (stored === undefined) throw deny(request, refuse('ROOM_NO_SUCH_EVENT'));
        if (stored.state !== 'draft' || stored.wentLiveAtMs !== null) throw deny(request, refuse('ROOM_EVENT_STATE'));
        await deleteEvent(db, caller.tenant, id);
        await writeAudit(db, noteOf(caller, 'event.deleted', nowMs(), { subject: id, facts: { slug: stored.slug } }));
      });
      return reply.code(204).send(null);
    },
  );

  api.get(
    '/local-time',
    {
      ...keeper.needs('analyst'),
      schema: {
        ...about('events', 'localTime', 'The instant of what a clock on the wall of a time zone shows'),
        querystring: LocalTimeShape,
        response: { 200: Type.Object({ instant: Type.String() }, closed), ...ERRORS },
      },
    },
    async (request) => {
      const { atMs } = allowed(request, instantOf(request.query.local, request.query.timeZone));
      return { instant: instantText(atMs) ?? '' };
    },
  );
}

async function hashOfChange(change: PasswordChange, before: string | null): Promise<string | null> {
  if (change.kind === 'keep') return before;
  return change.kind === 'none' ? null : hashPassword(change.password);
}

/** What of the talk's rules is another than before; undefined: nothing. */
function changedRules({ room: before }: EventSettings, { room: after }: EventSettings): Partial<TalkRules> | undefined {
  const names = [
    ...(['chat', 'slowSeconds', 'links', 'reactions', 'questions'] as const),
    ...(['moderateQuestions', 'anonymousQuestions', 'readablePerSecond'] as const),
  ];
  const changed = names.filter((name) => before[name] !== after[name]);
  return changed.length === 0 ? undefined : Object.fromEntries(changed.map((name) => [name, after[name]]));
}
