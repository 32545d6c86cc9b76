import { expect, it } from 'vitest';
import type { SessionId } from '../../core/contracts/ids.ts';
import { Sessions } from './sessions.ts';

const [primary, backup, other] = ['primary1', 'backup01', 'primary2'] as SessionId[] as [SessionId, SessionId, SessionId];

it('the primary is read, the backup while the primary gives nothing', () => {
  const sessions = new Sessions();
  expect(sessions.wanted()).toBeUndefined();
  sessions.accept(backup, 'backup');
  expect(sessions.wanted()).toBe(backup);
  sessions.accept(primary, 'primary');
  expect(sessions.wanted()).toBe(primary);
  sessions.setIdle(primary, true);
  expect(sessions.wanted()).toBe(backup);
  sessions.setIdle(primary, false);
  expect(sessions.wanted()).toBe(primary);
  sessions.end(primary);
  expect(sessions.wanted()).toBe(backup);
  sessions.setIdle(backup, true);
  expect(sessions.wanted()).toBeUndefined();
  expect(sessions.count).toBe(1);
});

it('being told of a session twice changes nothing; of one that is over neither', () => {
  const sessions = new Sessions();
  sessions.accept(primary, 'primary');
  sessions.setIdle(primary, true);
  sessions.accept(primary, 'primary');
  expect(sessions.wanted()).toBeUndefined();
  sessions.end(other);
  sessions.setIdle(other, false);
  expect(sessions.count).toBe(1);
});

it('names those that ingest does not know any more', () => {
  const sessions = new Sessions();
  sessions.accept(primary, 'primary');
  sessions.accept(backup, 'backup');
  expect(sessions.missingIn(new Set([backup, other]))).toEqual([primary]);
});
