import { describe, expect, it } from 'vitest';
import type { Joined } from '../../core/contracts/room/join.ts';
import { MAX_REFUSALS, onRefusal, type Stand } from './attendance.ts';

const inside = (prefix: string): Stand => ({ kind: 'inside', joined: { media: { prefix, expiresAtMs: null } } as Joined });

describe('a refusal of the origin', () => {
  it.each([
    { stand: { kind: 'unasked' } as const, used: '', before: 0, so: 'knock', because: 'the event is closed, and nobody has asked yet' },
    { stand: { kind: 'knocking' } as const, used: '', before: 0, so: 'ignore', because: 'we are asking' },
    { stand: { kind: 'outside', why: null } as const, used: '', before: 0, so: 'ignore', because: 'the viewer is asked' },
    { stand: inside('/v/two'), used: '/v/one', before: 0, so: 'ignore', because: 'that pass is not the present one' },
    { stand: inside('/v/two'), used: '/v/two', before: 0, so: 'renew', because: 'the pass has ended, or was taken back' },
    { stand: inside(''), used: '', before: 0, so: 'renew', because: 'the organiser has closed an open event' },
    { stand: inside('/v/two'), used: '/v/two', before: MAX_REFUSALS, so: 'leave', because: 'fresh passes are not taken either' },
  ])('with "$used" after $before others is answered by "$so": $because', ({ stand, used, before, so }) => {
    expect(onRefusal(stand, used, before)).toBe(so);
  });
});
