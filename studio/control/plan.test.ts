import { describe, expect, it } from 'vitest';
import type { CueState, PlannedCue } from '../../core/contracts/room/plan.ts';
import type { Answer, Failure } from '../api/client.ts';
import { UNREACHABLE } from '../api/client.ts';
import { keptPlan, Plan } from './plan.ts';

const cueOf = (id: string, state: CueState = 'planned', revision = 1, at = ''): PlannedCue => ({
  ...{ id, at, planned: { kind: 'banner-off' }, state, revision, canUndo: state === 'fired', firedAtMs: null },
});
const no = (code: string): Answer<never> => ({ ok: false, failure: { ...UNREACHABLE, code, message: code } });

/** A server with one plan, and a control room that looks at it. */
async function openPlan(...first: readonly PlannedCue[]) {
  const server = { cues: [...first], asked: [] as unknown[] };
  const told = { failures: [] as Failure[], undo: undefined as (() => void) | undefined };
  const step = (id: string, body: { readonly ifRevision: number }, to: (cue: PlannedCue) => PlannedCue): Promise<Answer<PlannedCue>> => {
    server.asked.push(body);
    const at = server.cues.findIndex((cue) => cue.id === id);
    const cue = server.cues[at];
    if (cue === undefined) return Promise.resolve(no('ROOM_CUE_GONE'));
    if (cue.revision !== body.ifRevision) return Promise.resolve(no('ROOM_CUE_CHANGED'));
    const value = { ...to(cue), revision: cue.revision + 1 };
    server.cues[at] = value;
    return Promise.resolve({ ok: true, value });
  };
  const plan = new Plan({
    api: {
      plan: () => Promise.resolve({ ok: true, value: { cues: [...server.cues] } }),
      addCue: ({ at, planned }) => {
        if (planned.kind === 'open-poll') return Promise.resolve(no('ROOM_BAD_REQUEST'));
        const value = cueOf(`z${server.cues.length}`, 'planned', 1, at);
        server.cues.push(value);
        return Promise.resolve({ ok: true, value });
      },
      changeCue: (id, body) => step(id, body, (cue) => ({ ...cue, at: body.at })),
      deleteCue: () => Promise.resolve({ ok: true, value: null }),
      armCue: (id, body) => step(id, body, (cue) => ({ ...cue, state: body.isArmed ? 'armed' : 'planned' })),
      fireCue: (id, body) => step(id, body, (cue) => ({ ...cue, state: 'fired', canUndo: true })),
      undoCue: (id, body) => step(id, body, (cue) => ({ ...cue, state: 'undone', canUndo: false })),
    },
    seenMs: () => 77,
    onFailed: (failure) => void told.failures.push(failure),
    onFired: (undo) => (told.undo = undo),
  });
  await plan.refresh();
  const now = (): readonly PlannedCue[] => plan.cues.value?.cues ?? [];
  const cue = (id: string): PlannedCue => now().find((one) => one.id === id) ?? cueOf('missing');
  return { plan, server, told, now, cue };
}

describe('the plan in a control room', () => {
  it('goes from one cue to the next: armed, fired on the frame that the host sees, taken back', async () => {
    const { plan, server, told, cue } = await openPlan(cueOf('a'), cueOf('b'));
    expect(plan.current.value?.id).toBe('a');
    await plan.arm(cue('a'));
    await plan.fire(cue('a'));
    expect(server.asked.at(-1)).toMatchObject({ ifRevision: 2, atMs: 77 });
    expect([cue('a').state, plan.current.value?.id]).toEqual(['fired', 'b']);
    told.undo?.();
    await expect.poll(() => cue('a').state).toBe('undone');
  });

  it('by the key fires what is armed: the current one, else the only one; of several none', async () => {
    const { plan, server, cue } = await openPlan(cueOf('a'), cueOf('b', 'armed'), cueOf('c', 'armed'));
    await plan.fireReady();
    expect(server.asked).toEqual([]);
    plan.choose('c');
    await plan.fireReady();
    expect([cue('c').state, plan.current.value?.id, plan.ready.value?.id]).toEqual(['fired', 'a', 'b']);
    await plan.fireReady();
    expect(cue('b').state).toBe('fired');
  });

  it('a key that is pressed twice fires once', async () => {
    const { plan, server, cue } = await openPlan(cueOf('a', 'armed'));
    const armed = cue('a');
    await Promise.all([plan.fire(armed), plan.fire(armed)]);
    expect([server.asked.length, plan.conflict.value]).toEqual([1, undefined]);
  });

  it('shows what somebody else has made of a cue, says so, and forgets it with the next thing done', async () => {
    const { plan, server, cue, told } = await openPlan(cueOf('a'), cueOf('b'));
    server.cues[0] = cueOf('a', 'armed', 5, '10:00');
    await plan.arm(cue('a'));
    expect([cue('a'), plan.conflict.value, told.failures]).toMatchObject([{ at: '10:00', revision: 5 }, { kind: 'changed', cue: 'a' }, []]);
    expect(plan.current.value?.id).toBe('a');
    await plan.arm(cue('b'));
    expect(plan.conflict.value).toBeUndefined();
    server.cues.splice(0, 1);
    await plan.fire(cue('a'));
    expect([plan.conflict.value, cue('a').id]).toEqual([{ kind: 'gone', cue: 'a' }, 'missing']);
  });

  it('is stepped through, and stays at its ends', async () => {
    const { plan } = await openPlan(cueOf('a'), cueOf('b'));
    plan.step(1);
    plan.step(1);
    expect(plan.current.value?.id).toBe('b');
    plan.step(-1);
    plan.step(-1);
    expect(plan.current.value?.id).toBe('a');
  });

  it('has a new cue where its time says, at once', async () => {
    const { plan, now } = await openPlan(cueOf('a', 'planned', 1, '10:00'), cueOf('b'));
    await plan.add({ at: '9:00', planned: { kind: 'banner-off' } });
    expect(now().map(({ id }) => id)).toEqual(['z2', 'a', 'b']);
  });

  it('takes over what a browser kept, but for what the server does not take', async () => {
    const { plan, now } = await openPlan();
    const poll = { at: '', planned: { kind: 'open-poll', poll: 'gone' } } as const;
    expect(await plan.takeOver([{ at: '09:00', planned: { kind: 'banner-off' } }, poll])).toEqual([poll]);
    expect(now()).toHaveLength(1);
    const storage = new Map([['plenary-run-order-spring', '[]']]);
    const kept = keptPlan({ getItem: (key) => storage.get(key) ?? null, removeItem: (key) => void storage.delete(key) }, 'spring');
    kept.forget();
    expect([kept.cues, storage.size]).toEqual([[], 0]);
  });
});
