import { describe, expect, it } from 'vitest';
import { UNREACHABLE } from '../api/client.ts';
import { type Alarm, raiseAlarm } from './alarm.ts';
import type { Desk } from './desk.ts';

/** A desk of which some parts work. */
function deskWhere({
  chat = true,
  slate = true,
  revoke = true,
  create = true,
}: Partial<Record<'chat' | 'slate' | 'revoke' | 'create', boolean>>) {
  const done: string[] = [];
  const failure = { ok: false, failure: UNREACHABLE } as const;
  const keys = (['primary', 'backup', 'rehearsal'] as const).map((slot) => ({ id: slot, slot, label: '', createdAt: '' }));
  const desk = {
    act: () => Promise.resolve(chat),
    holdSlate: () => Promise.resolve(slate),
    api: {
      streamKeys: () => Promise.resolve({ ok: true, value: { keys } }),
      revokeKey: (id: string) => {
        done.push(`revoke ${id}`);
        return Promise.resolve(revoke ? { ok: true, value: null } : failure);
      },
      createKey: () => {
        done.push('create');
        return Promise.resolve(create ? { ok: true, value: { key: 'secret' } } : failure);
      },
    },
  };
  return { desk: desk as unknown as Pick<Desk, 'act' | 'api' | 'holdSlate'>, done };
}

describe('the alarm', () => {
  it('silences the chat, revokes every key but the rehearsal’s, then makes a new one', async () => {
    const { desk, done } = deskWhere({});
    const told: Alarm[] = [];
    expect(await raiseAlarm(desk, (alarm) => told.push(alarm))).toEqual({ chat: 'done', slate: 'done', keys: 'done', key: 'secret' });
    expect(done).toEqual(['revoke primary', 'revoke backup', 'create']);
    expect(told.at(-1)).toEqual({ chat: 'done', slate: 'done', keys: 'done', key: 'secret' });
  });

  it.each([
    { works: { chat: false }, alarm: { chat: 'failed', slate: 'done', keys: 'done', key: 'secret' }, because: 'the room is away' },
    { works: { slate: false }, alarm: { chat: 'done', slate: 'failed', keys: 'done', key: 'secret' }, because: 'it was refused' },
    {
      works: { revoke: false },
      alarm: { chat: 'done', slate: 'done', keys: 'failed', key: 'secret' },
      because: 'a key could not be revoked',
    },
    {
      works: { create: false },
      alarm: { chat: 'done', slate: 'done', keys: 'done', key: undefined },
      because: 'the password was not given',
    },
  ])('does what it can though $because', async ({ works, alarm }) => {
    expect(await raiseAlarm(deskWhere(works).desk, () => undefined)).toEqual(alarm);
  });
});
