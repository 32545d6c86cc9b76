import { describe, expect, it } from 'vitest';
import { ActShape } from './acts.ts';
import { AUDIT_ACTS, isAuditAct } from './audit-acts.ts';

describe('the names in the audit log', () => {
  it('are there for every act of the room, once each', () => {
    const acts = ActShape.anyOf.map(({ properties }) => `room.${properties.act.const}`);
    expect(AUDIT_ACTS).toEqual(expect.arrayContaining(acts));
    expect(new Set(AUDIT_ACTS).size).toBe(AUDIT_ACTS.length);
    expect([isAuditAct('room.ban'), isAuditAct('room.nothing'), isAuditAct('constructor')]).toEqual([true, false, false]);
  });
});
