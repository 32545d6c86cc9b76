import { describe, expect, it } from 'vitest';
import { waitUntil } from '../../core/runtime/test-support.ts';
import { Session } from './session.ts';

const ME = {
  id: 'a',
  email: 'olga@example.org',
  name: 'Olga',
  role: 'owner',
  language: 'en',
  hasTotp: false,
  organisation: 'Acme',
  isProved: true,
};
const no = (code: string, status: number) => Response.json({ code, message: 'No.', retryable: false }, { status });

/** A session whose server answers by what is asked. */
const sessionOf = (answers: Readonly<Record<string, () => Response>>) =>
  new Session((url, init) => {
    const answer = answers[`${init.method ?? ''} ${url}`];
    return answer === undefined ? Promise.reject(new TypeError('fetch failed')) : Promise.resolve(answer());
  });

describe('a session', () => {
  it('begins with whoever is signed in', async () => {
    const session = sessionOf({ 'GET /api/me': () => Response.json(ME) });
    expect(session.who.value).toBeUndefined();
    await session.begin();
    expect(session.who.value?.name).toBe('Olga');
  });

  it('nobody is nobody, and no failure', async () => {
    const session = sessionOf({ 'GET /api/me': () => no('ROOM_SIGN_IN_NEEDED', 401) });
    await session.begin();
    expect([session.who.value, session.failure.value, session.wasSignedIn.value]).toEqual([null, undefined, false]);
  });

  it('a server that does not answer is a failure, and nobody is shown the door', async () => {
    const session = sessionOf({});
    await session.begin();
    expect([session.who.value, session.failure.value?.code]).toEqual([undefined, 'STUDIO_UNREACHABLE']);
  });

  it('that ends by itself is told apart from signing out', async () => {
    const session = sessionOf({ 'GET /api/me': () => Response.json(ME), 'POST /api/sign-out': () => new Response(null, { status: 204 }) });
    await session.begin();
    await session.leave();
    expect([session.who.value, session.wasSignedIn.value]).toEqual([null, false]);
    const ended = sessionOf({ 'GET /api/me': () => Response.json(ME), 'GET /api/events?limit=100': () => no('ROOM_SIGN_IN_NEEDED', 401) });
    await ended.begin();
    await ended.api.events({});
    expect([ended.who.value, ended.wasSignedIn.value]).toEqual([null, true]);
  });

  it('asks for the password once more before what is grave, and goes on with it', async () => {
    let isProved = false;
    const session = sessionOf({
      'POST /api/me/proof': () => {
        isProved = true;
        return new Response(null, { status: 204 });
      },
      'POST /api/api-keys': () => (isProved ? Response.json({ key: 'k' }, { status: 201 }) : no('ROOM_PROOF_NEEDED', 403)),
    });
    const making = session.client.send('POST', '/api-keys', {});
    const give = await waitUntil(() => session.proof.value, { within: 5_000, what: 'the question' });
    await session.api.prove('right');
    give(true);
    expect(await making).toEqual({ ok: true, value: { key: 'k' } });
    expect(session.proof.value).toBeUndefined();
  });
});
