import { describe, expect, it } from 'vitest';
import { Client, UNREACHABLE } from './client.ts';

/** A server that gives these answers, one after the other, and a client of it. */
function withAnswers(answers: readonly (Response | Error)[], isProofGiven = true) {
  const asked: string[] = [];
  const events: string[] = [];
  const left = [...answers];
  const client = new Client({
    ask: (url, init) => {
      asked.push(`${init.method ?? ''} ${url} ${typeof init.body === 'string' ? init.body : ''}`.trim());
      const next = left.shift() ?? new Error('nothing left');
      return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
    },
    onSignedOut: () => events.push('signed out'),
    onProofNeeded: () => {
      events.push('proof');
      return Promise.resolve(isProofGiven);
    },
  });
  return { client, asked, events };
}
const no = (code: string, status: number) => Response.json({ code, message: 'No.', retryable: false }, { status });

describe('the client', () => {
  it('asks below /api, with what was given of the query', async () => {
    const { client, asked } = withAnswers([Response.json({ events: [] }), new Response(null, { status: 204 })]);
    expect(await client.get('/events', { limit: 5, from: undefined })).toEqual({ ok: true, value: { events: [] } });
    expect(await client.send('DELETE', '/events/1')).toEqual({ ok: true, value: null });
    expect(asked).toEqual(['GET /api/events?limit=5', 'DELETE /api/events/1']);
  });

  it('the server’s no is a value', async () => {
    const { client } = withAnswers([no('ROOM_SLUG_TAKEN', 409)]);
    expect(await client.send('POST', '/events', { slug: 'a' })).toEqual({
      ok: false,
      failure: { code: 'ROOM_SLUG_TAKEN', message: 'No.', retryable: false, status: 409 },
    });
  });

  it.each([
    { answer: new TypeError('fetch failed'), status: 0, because: 'the line is cut' },
    { answer: new Response('<h1>502</h1>', { status: 502 }), status: 502, because: 'a proxy answers' },
    { answer: new Response('<h1>Hotel Wi-Fi</h1>'), status: 0, because: 'a captive portal answers' },
    { answer: Response.json('no', { status: 500 }), status: 500, because: 'that is no error of ours' },
  ])('nobody answered: $because', async ({ answer, status }) => {
    const { client } = withAnswers([answer]);
    expect(await client.get('/me')).toEqual({ ok: false, failure: { ...UNREACHABLE, status } });
  });

  it('tells that the session is over', async () => {
    const { client, events } = withAnswers([no('ROOM_SIGN_IN_NEEDED', 401)]);
    await client.get('/events');
    expect(events).toEqual(['signed out']);
  });

  it('asks again when the password was given once more, and once only', async () => {
    const proof = () => no('ROOM_PROOF_NEEDED', 403);
    const given = withAnswers([proof(), Response.json({ key: 'k' })]);
    expect(await given.client.send('POST', '/api-keys', {})).toEqual({ ok: true, value: { key: 'k' } });
    expect([given.asked.length, given.events]).toEqual([2, ['proof']]);
    const refused = withAnswers([proof(), proof()], false);
    expect(await refused.client.send('POST', '/api-keys', {})).toMatchObject({ ok: false, failure: { code: 'ROOM_PROOF_NEEDED' } });
    expect(refused.asked.length).toBe(1);
    const forgotten = withAnswers([proof(), proof(), proof()]);
    expect(await forgotten.client.send('POST', '/api-keys', {})).toMatchObject({ ok: false });
    expect(forgotten.asked.length).toBe(2);
  });
});
