import { DEFAULT_EVENT_SETTINGS } from '../../core/contracts/room/event.ts';
import type { RunningPlenary } from '../rig/plenary.ts';

/** As its owner: every message of the demo event is shown to everybody, however many there are (`readablePerSecond: 0`). @throws Error when the API refuses. */
export async function showEverything(plenary: RunningPlenary): Promise<void> {
  const { http } = plenary.facts();
  let cookie = '';
  const api = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const answer = await fetch(`${http}/api${path}`, {
      method,
      headers: { origin: http, cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    });
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  const [, token] = (await plenary.setUpLink()).split('#setup=');
  const owner = { organisation: 'Acme', name: 'Olga', email: 'olga@example.org', password: 'nine tall cranes wait 7', language: 'en' };
  await api('POST', '/setup', { token, ...owner });
  const { events } = await api<{ events: { id: string; slug: string }[] }>('GET', '/events');
  const event = events.find(({ slug }) => slug === 'demo');
  if (event === undefined) throw new Error('there is no demo event');
  await api('PATCH', `/events/${event.id}`, { settings: { room: { ...DEFAULT_EVENT_SETTINGS.room, readablePerSecond: 0 } } });
}
