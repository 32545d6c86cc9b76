import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { AuditAct } from '../../core/contracts/room/audit-acts.ts';
import type { ClientId, EventId } from '../../core/contracts/room/ids.ts';
import {
  actOf,
  CueArmShape,
  CueChangeShape,
  CueDeleteShape,
  CueDraftShape,
  CueFireShape,
  CueUndoShape,
  type Planned,
  PlannedCueShape,
} from '../../core/contracts/room/plan.ts';
import { writeAudit } from '../db/audit.ts';
import type { Db } from '../db/database.ts';
import type { EventRecord } from '../db/events.ts';
import type { CueRecord } from '../db/planned-cues.ts';
import { addCue, changeCue, deleteCue, listCues, lockCue } from '../db/planned-cues.ts';
import { listPolls } from '../db/poll-drafts.ts';
import { getTicket } from '../db/tickets.ts';
import { cleanText } from '../chat/text.ts';
import type { Committed } from '../channel/room-store.ts';
import { roomRoleOf } from '../people/roles.ts';
import { refuse } from '../refusals.ts';
import { mayAct } from '../rights.ts';
import type { CueStep } from '../show/plan.ts';
import { judgeStep, MAX_CUES, readPlanned } from '../show/plan.ts';
import { feedEnd } from '../store/event-changes.ts';
import { fireCue, hasDone, tellPlan, undoFiredCue } from '../store/plan-changes.ts';
import type { Api } from './api.ts';
import { allowed, deny, found } from './answers.ts';
import { callerOf } from './caller.ts';
import { eventOf } from './event-of.ts';
import { cueAnswer } from './organiser-answers.ts';
import type { Desk } from './route-tools.ts';
import { about, ERRORS, NOTHING, noteOf, OF_EVENT, OF_EVENT_ITEM } from './route-tools.ts';
import type { StaffInRoom } from './staff-in-room.ts';

/**
 * The plan of the show: written, armed, fired, taken back, by several people at once. Each of them has seen a revision and says which; who has seen
 * an older one is told so, and nothing is done. Nobody plans what he may not do himself.
 */
export function planRoutes(api: Api, desk: Desk, staff: StaffInRoom): void {
  const { database, hub, keeper, nowMs } = desk;

  /** Changes the plan, and tells the staff in the room, in one transaction. */
  const change = async <Result>(
    request: FastifyRequest,
    event: string,
    work: (db: Db, of: EventRecord) => Promise<{ readonly told: Pick<Committed, 'entries' | 'position'>; readonly result: Result }>,
  ): Promise<Result> => {
    const { told, result } = await database.write(async (db) => work(db, await eventOf(db, request, event)));
    hub.tell(event as EventId, told);
    return result;
  };

  /** The cue of a request, locked, when the step may be taken with it. */
  const cueFor = async (db: Db, request: FastifyRequest, of: EventRecord, id: string, step: CueStep, seen: number | undefined) => {
    const cue = await lockCue(db, of.tenant, of.id, id);
    if (cue === undefined) throw deny(request, refuse('ROOM_CUE_GONE'));
    allowed(request, judgeStep({ state: cue.state, revision: cue.revision, hasUndo: cue.undo !== null }, step, seen));
    allowPlanned(request, cue.planned);
    return cue;
  };

  const audit = (db: Db, request: FastifyRequest, act: AuditAct, of: EventRecord, { id, planned }: CueRecord, facts: object = {}) =>
    writeAudit(db, noteOf(callerOf(request), act, nowMs(), { event: of.id, subject: id, facts: { kind: planned.kind, ...facts } }));

  /** Who he is in the room, unless he was sent out of it. */
  const authorOf = async (db: Db, request: FastifyRequest, { tenant, id }: EventRecord) => {
    const author = await staff.authorOf(db, callerOf(request), id);
    if (author === undefined) throw deny(request, refuse('ROOM_NOT_ALLOWED'));
    const ticket = await getTicket(db, tenant, id, author.id);
    if (ticket?.revokedAtMs !== null) throw deny(request, refuse('ROOM_BANNED'));
    return author;
  };

  api.get(
    '/events/:event/plan',
    {
      ...keeper.needs('moderator'),
      schema: {
        ...about('plan', 'listPlan', 'The plan of the show, in the order of the times that were written'),
        params: OF_EVENT,
        response: { 200: Type.Object({ cues: Type.Array(PlannedCueShape) }, { additionalProperties: false }), ...ERRORS },
      },
    },
    async (request) => {
      const cues = await database.read(async (db) => {
        const { tenant, id } = await eventOf(db, request, request.params.event);
        return listCues(db, tenant, id);
      });
      return { cues: cues.map(cueAnswer) };
    },
  );

  api.post(
    '/events/:event/plan',
    {
      ...keeper.needs('moderator'),
      schema: {
        ...about('plan', 'addCue', 'Plan something: a banner, a layout, a poll, the chat, a redirect'),
        ...{ params: OF_EVENT, body: CueDraftShape, response: { 201: PlannedCueShape, ...ERRORS } },
      },
    },
    async (request, reply) => {
      const { planned } = allowed(request, readPlanned(request.body.planned));
      allowPlanned(request, planned);
      const at = cleanText(request.body.at, 1);
      const cue = await change(request, request.params.event, async (db, of) => {
        await pollMustBe(db, request, of, planned);
        if ((await listCues(db, of.tenant, of.id)).length >= MAX_CUES) throw deny(request, refuse('ROOM_TOO_MANY', { max: MAX_CUES }));
        const made = await addCue(db, of.tenant, of.id, { at, planned }, nowMs());
        await audit(db, request, 'plan.added', of, made);
        return { result: made, told: await tellPlan(db, of.id, made.id, nowMs()) };
      });
      return reply.code(201).send(cueAnswer(cue));
    },
  );

  api.put(
    '/events/:event/plan/:id',
    {
      ...keeper.needs('moderator'),
      schema: {
        ...about('plan', 'changeCue', 'Change a cue that has not been fired; one that was armed no longer is'),
        ...{ params: OF_EVENT_ITEM, body: CueChangeShape, response: { 200: PlannedCueShape, ...ERRORS } },
      },
    },
    async (request) => {
      const { planned } = allowed(request, readPlanned(request.body.planned));
      allowPlanned(request, planned);
      const at = cleanText(request.body.at, 1);
      const cue = await change(request, request.params.event, async (db, of) => {
        const before = await cueFor(db, request, of, request.params.id, 'change', request.body.ifRevision);
        await pollMustBe(db, request, of, planned);
        const after = await changeCue(db, of.tenant, of.id, before, { at, planned, state: 'planned', undo: null });
        await audit(db, request, 'plan.changed', of, after);
        return { result: after, told: await tellPlan(db, of.id, after.id, nowMs()) };
      });
      return cueAnswer(cue);
    },
  );

  api.delete(
    '/events/:event/plan/:id',
    {
      ...keeper.needs('moderator'),
      schema: {
        ...about('plan', 'deleteCue', 'Remove a cue from the plan; what it did stays'),
        ...{ params: OF_EVENT_ITEM, querystring: CueDeleteShape, response: { 204: NOTHING, ...ERRORS } },
      },
    },
    async (request, reply) => {
      await change(request, request.params.event, async (db, of) => {
        const cue = await cueFor(db, request, of, request.params.id, 'delete', request.query.ifRevision);
        await deleteCue(db, of.tenant, of.id, cue.id);
        await audit(db, request, 'plan.deleted', of, cue);
        return { result: undefined, told: await tellPlan(db, of.id, cue.id, nowMs()) };
      });
      return reply.code(204).send(null);
    },
  );

  api.post(
    '/events/:event/plan/:id/arm',
    {
      ...keeper.needs('moderator'),
      schema: {
        ...about('plan', 'armCue', 'Make a cue ready to be fired, or not: only what is armed is fired'),
        ...{ params: OF_EVENT_ITEM, body: CueArmShape, response: { 200: PlannedCueShape, ...ERRORS } },
      },
    },
    async (request) => {
      const { isArmed, ifRevision } = request.body;
      const cue = await change(request, request.params.event, async (db, of) => {
        const before = await cueFor(db, request, of, request.params.id, isArmed ? 'arm' : 'disarm', ifRevision);
        const after = await changeCue(db, of.tenant, of.id, before, { state: isArmed ? 'armed' : 'planned' });
        await audit(db, request, 'plan.armed', of, after, { isArmed });
        return { result: after, told: await tellPlan(db, of.id, after.id, nowMs()) };
      });
      return cueAnswer(cue);
    },
  );

  api.post(
    '/events/:event/plan/:id/fire',
    {
      ...keeper.needs('moderator'),
      schema: {
        ...about('plan', 'fireCue', 'Do what an armed cue plans, once: whoever comes second is told that it is done'),
        ...{ params: OF_EVENT_ITEM, body: CueFireShape, response: { 200: PlannedCueShape, ...ERRORS } },
      },
    },
    async (request) => {
      const { id, ifRevision, atMs } = request.body;
      const cue = await change(request, request.params.event, async (db, of) => {
        const doing = { by: await authorOf(db, request, of), id: id as ClientId, atMs };
        const before = await lockCue(db, of.tenant, of.id, request.params.id);
        if (before?.state === 'fired' && (await hasDone(db, planOf(of), doing))) return again(db, of, before);
        const armed = await cueFor(db, request, of, request.params.id, 'fire', ifRevision);
        const done = allowed(request, await fireCue(db, planOf(of), armed, doing, nowMs()));
        await audit(db, request, 'plan.fired', of, done.cue);
        return { result: done.cue, told: done.told };
      });
      return cueAnswer(cue);
    },
  );

  api.post(
    '/events/:event/plan/:id/undo',
    {
      ...keeper.needs('moderator'),
      schema: {
        ...about('plan', 'undoCue', 'Undo what a cue did; it may be armed again'),
        ...{ params: OF_EVENT_ITEM, body: CueUndoShape, response: { 200: PlannedCueShape, ...ERRORS } },
      },
    },
    async (request) => {
      const { id, ifRevision } = request.body;
      const cue = await change(request, request.params.event, async (db, of) => {
        const doing = { by: await authorOf(db, request, of), id: id as ClientId };
        const before = await lockCue(db, of.tenant, of.id, request.params.id);
        if (before?.state === 'undone' && (await hasDone(db, planOf(of), doing))) return again(db, of, before);
        const fired = await cueFor(db, request, of, request.params.id, 'undo', ifRevision);
        const undo = found(request, fired.undo ?? undefined);
        const done = allowed(request, await undoFiredCue(db, planOf(of), fired, undo, doing, nowMs()));
        await audit(db, request, 'plan.undone', of, done.cue);
        return { result: done.cue, told: done.told };
      });
      return cueAnswer(cue);
    },
  );

  /** It was done before, by the same request: it is told as it is. */
  async function again(db: Db, of: EventRecord, cue: CueRecord) {
    return { result: cue, told: await feedEnd(db, of.id) };
  }
}

const planOf = ({ tenant, id }: EventRecord) => ({ tenant, event: id });

/** By his role alone, as it is now. */
function allowPlanned(request: FastifyRequest, planned: Planned): void {
  const role = roomRoleOf(callerOf(request).role);
  if (role === undefined || !mayAct(role, actOf(planned).act)) throw deny(request, refuse('ROOM_NOT_ALLOWED'));
}

async function pollMustBe(db: Db, request: FastifyRequest, { tenant, id }: EventRecord, planned: Planned): Promise<void> {
  if (!('poll' in planned)) return;
  const polls = await listPolls(db, tenant, id);
  if (!polls.some((poll) => poll.id === planned.poll)) throw deny(request, refuse('ROOM_BAD_REQUEST', { where: 'body.planned.poll' }));
}
