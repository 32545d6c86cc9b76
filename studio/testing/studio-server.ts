/** The studio with the real API behind it, on loopback, over a database of its own: for the studio's tests. */
import type { SigningKeys } from '../../core/grants/secrets.ts';
import { deriveKeys } from '../../core/grants/secrets.ts';
import { BusMemory } from '../../core/ports/bus-memory.ts';
import { MediaLogMemory } from '../../core/ports/media-log-memory.ts';
import { systemClock } from '../../core/runtime/clock.ts';
import { freePort } from '../../core/runtime/free-port.ts';
import { silentLog } from '../../core/runtime/log.ts';
import { openOrigin } from '../../origin/open-origin.ts';
import { originOptions } from '../../origin/testing/test-origin.ts';
import { findAccountByEmail } from '../../room/db/accounts.ts';
import type { Database } from '../../room/db/database.ts';
import { openSqliteForTest } from '../../room/db/testing/open.ts';
import { openRoom } from '../../room/open-room.ts';
import { passwordResetLink, RESET_MS } from '../../room/people/password-reset.ts';
import { ensureStudioBuilt } from '../build/ensure-studio-built.ts';

export interface StudioServer extends AsyncDisposable {
  /** `http://127.0.0.1:port`. */
  readonly url: string;
  /** Where the first owner's account is made. */
  readonly setUpLink: string;
  readonly database: Database;
  /** As `plenary accounts reset` prints it. */
  resetLink(email: string): Promise<string>;
}

/** Opens one. Nobody has an account yet. */
export async function openStudioServer(): Promise<StudioServer> {
  const studioDir = await ensureStudioBuilt();
  const { database, close } = await openSqliteForTest();
  const log = silentLog;
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const bus = new BusMemory({ log });
  const secrets: SigningKeys = ['a secret of thirty-two characters at least'];
  const room = openRoom({
    ...{ database, bus, log, clock: systemClock, secrets, node: 'test' },
    ...{ publicUrl: url, webhookHosts: ['hooks.example'] },
  });
  const mediaLog = new MediaLogMemory({ log, clock: systemClock });
  const origin = await openOrigin({ ...originOptions({ mediaLog, log }), studioDir, port, guests: (app) => room.mount(app) });
  const setUpLink = (await room.setUpLink()) ?? '';
  return {
    url,
    setUpLink,
    database,
    resetLink: async (email) => {
      const account = await database.read((db) => findAccountByEmail(db, email));
      if (account === undefined) throw new Error(`nobody has ${email}`);
      return passwordResetLink(url, account, Date.now() + RESET_MS, deriveKeys(secrets, 'cookie'));
    },
    [Symbol.asyncDispose]: async () => {
      await room.close();
      await origin.close();
      await close();
    },
  };
}
