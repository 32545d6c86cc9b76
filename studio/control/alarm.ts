/** The alarm: what can be done at once is done first, and each part whether or not the others work. */
import type { Desk } from './desk.ts';

export type Part = 'doing' | 'done' | 'failed';

export interface Alarm {
  readonly chat: Part;
  /** Our own picture, whoever sends: until it is taken off. */
  readonly slate: Part;
  /** Every key but those of the rehearsal: revoked, so that who publishes is cut off and the slate comes on. */
  readonly keys: Part;
  /** The new one; undefined: there is none yet, or the password was not given. */
  readonly key: string | undefined;
}

/** Nothing is done yet. */
export const BEGUN: Alarm = { chat: 'doing', slate: 'doing', keys: 'doing', key: undefined };

/** @param onChange is told of every step. */
export async function raiseAlarm(desk: Pick<Desk, 'act' | 'api' | 'holdSlate'>, onChange: (alarm: Alarm) => void): Promise<Alarm> {
  let alarm = BEGUN;
  const set = (change: Partial<Alarm>): void => {
    alarm = { ...alarm, ...change };
    onChange(alarm);
  };
  const silence = desk.act({ act: 'rules', change: { chat: 'off' } }).then((isDone) => set({ chat: isDone ? 'done' : 'failed' }));
  const cover = desk.holdSlate(true).then((isDone) => set({ slate: isDone ? 'done' : 'failed' }));
  set({ keys: (await revokeAll(desk)) ? 'done' : 'failed' });
  const made = await desk.api.createKey('');
  if (made.ok) set({ key: made.value.key });
  await Promise.all([silence, cover]);
  return alarm;
}

async function revokeAll({ api }: Pick<Desk, 'api'>): Promise<boolean> {
  const listed = await api.streamKeys();
  if (!listed.ok) return false;
  const wanted = listed.value.keys.filter(({ slot }) => slot !== 'rehearsal');
  const answers = await Promise.all(wanted.map(({ id }) => api.revokeKey(id)));
  return answers.every(({ ok }) => ok);
}
