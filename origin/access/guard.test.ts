import { afterEach, describe, expect, it } from 'vitest';
import type { MediaAccess, StreamListing } from '../../core/contracts/room/internal.ts';
import { signMediaToken } from '../../core/grants/media-token.ts';
import { deriveKeys } from '../../core/grants/secrets.ts';
import { SOURCE, STREAM } from '../testing/show.ts';
import type { TestOrigin } from '../testing/test-origin.ts';
import { settle, testOrigin } from '../testing/test-origin.ts';
import type { StreamId } from '../../core/contracts/ids.ts';

const SESSION = '0190163d-8694-739b-aea5-966c26f8ad92';
const KEYS = deriveKeys(['a secret of the tests, 32 characters and more'], 'media');
const OTHERS_KEYS = deriveKeys(['a secret of somebody else, 32 characters long'], 'media');

const LIVE_PATHS = [
  `/live/${STREAM}/index.m3u8`,
  `/live/${STREAM}/${SOURCE}/index.m3u8`,
  `/live/${STREAM}/${SOURCE}/recording1prefix-i0.mp4`,
  `/live/${STREAM}/${SOURCE}/recording1prefix-s0.m4s`,
  `/live/${STREAM}/${SOURCE}/recording1prefix-p0.0.m4s`,
  `/live/${STREAM}/poster.jpg`,
  `/api/streams/${STREAM}`,
];
const RECORDING_PATHS = [
  `/recordings/${STREAM}/recording-1/index.m3u8`,
  `/recordings/${STREAM}/recording-1/${SOURCE}/index.m3u8`,
  `/recordings/${STREAM}/recording-1/${SOURCE}/recording1prefix-s0.m4s`,
];

const open: TestOrigin[] = [];
afterEach(async () => {
  for (const origin of open.splice(0)) await origin.close();
});

/** An origin with a stream on air and a recording, seen by whom the test says. */
async function originFor(
  live: MediaAccess,
  recordings: MediaAccess = live,
  off?: StreamListing['off'],
): Promise<TestOrigin & { revoked: Set<string> }> {
  const revoked = new Set<string>();
  const access = {
    listing: (stream: StreamId) =>
      stream === STREAM ? { stream, title: 'The keynote', live, recordings, ...(off === undefined ? {} : { off }) } : undefined,
    isRevoked: (session: string) => revoked.has(session),
  };
  const origin = await testOrigin({ access, mediaKeys: KEYS });
  open.push(origin);
  const { show, store } = origin;
  for (const [key, text] of [
    [`posters/${STREAM}.jpg`, 'picture'],
    [`recordings/${STREAM}/recording-1/index.m3u8`, '#EXTM3U'],
    [`recordings/${STREAM}/recording-1/${SOURCE}/index.m3u8`, '#EXTM3U'],
    [`recordings/${STREAM}/recording-1/${SOURCE}/recording1prefix-s0.m4s`, 'segment'],
  ] as const)
    await store.putText(key, text);
  await origin.play(show.opened(), show.run(), show.segments(1));
  await settle();
  return Object.assign(origin, { revoked });
}

function tokenOf(origin: TestOrigin, over: { stream?: string; isStaff?: boolean; livesMs?: number } = {}, keys = KEYS): string {
  const { stream = STREAM, isStaff = false, livesMs = 60_000 } = over;
  const nowMs = origin.clock.nowMs();
  return signMediaToken({ stream: stream as StreamId, session: SESSION, expiresAtMs: nowMs + livesMs, isStaff }, keys, nowMs);
}

async function statuses(origin: TestOrigin, paths: readonly string[], prefix = ''): Promise<readonly number[]> {
  const all: number[] = [];
  for (const path of paths) all.push((await origin.get(prefix + path)).status);
  return [...new Set(all)];
}

describe('every path to the picture', () => {
  it.each([
    { access: 'open', none: 200, viewer: 200, staff: 200 },
    { access: 'grant', none: 403, viewer: 200, staff: 200 },
    { access: 'staff', none: 403, viewer: 403, staff: 200 },
    { access: 'none', none: 404, viewer: 404, staff: 404 },
  ] as const)('of a stream that is for $access: nobody $none, a viewer $viewer, staff $staff', async ({ access, none, viewer, staff }) => {
    const origin = await originFor(access);
    const paths = [...LIVE_PATHS, ...RECORDING_PATHS];
    expect(await statuses(origin, paths)).toEqual([none]);
    expect(await statuses(origin, paths, `/v/${tokenOf(origin)}`)).toEqual([viewer]);
    expect(await statuses(origin, paths, `/v/${tokenOf(origin, { isStaff: true })}`)).toEqual([staff]);
  });

  it.each([
    { live: 'staff', recordings: 'staff', off: { state: 'waiting', to: 'open' }, none: 200, viewer: 200 },
    { live: 'staff', recordings: 'staff', off: { state: 'waiting', to: 'grant' }, none: 403, viewer: 200 },
    { live: 'none', recordings: 'staff', off: { state: 'ended', to: 'open' }, none: 200, viewer: 200 },
    { live: 'none', recordings: 'none', off: { state: 'ended', to: 'open' }, none: 200, viewer: 200 },
  ] as const)('an event that is $off.state says so to $off.to, and shows nothing', async ({ live, recordings, off, none, viewer }) => {
    const origin = await originFor(live, recordings, off);
    for (const [prefix, expected] of [
      ['', none],
      [`/v/${tokenOf(origin)}`, viewer],
    ] as const) {
      const { status, text } = await origin.get(`${prefix}/api/streams/${STREAM}`);
      expect(status).toBe(expected);
      const told = { title: 'The keynote', state: off.state, liveUrl: null, recordingUrl: null, posterUrl: null, startedMs: null };
      expect(JSON.parse(text)).toMatchObject(expected === 200 ? told : { code: 'ORIGIN_GRANT_NEEDED' });
      expect(await statuses(origin, [...LIVE_PATHS.slice(0, -1), ...RECORDING_PATHS], prefix)).not.toContain(200);
    }
  });

  it('asks for the live picture and for the recordings apart', async () => {
    const origin = await originFor('none', 'grant');
    const prefix = `/v/${tokenOf(origin)}`;
    expect(await statuses(origin, LIVE_PATHS.slice(0, -1), prefix)).toEqual([404]);
    expect(await statuses(origin, RECORDING_PATHS, prefix)).toEqual([200]);
    expect(JSON.parse((await origin.get(`${prefix}/api/streams/${STREAM}`)).text)).toMatchObject({ liveUrl: null });
  });

  it.each([
    { what: 'of another stream', code: 'ORIGIN_GRANT_INVALID', make: (o: TestOrigin) => tokenOf(o, { stream: 'other' }) },
    { what: 'signed by somebody else', code: 'ORIGIN_GRANT_INVALID', make: (o: TestOrigin) => tokenOf(o, {}, OTHERS_KEYS) },
    { what: 'that is none', code: 'ORIGIN_GRANT_INVALID', make: () => 'x.y' },
    { what: 'that is long over', code: 'ORIGIN_GRANT_EXPIRED', make: (o: TestOrigin) => tokenOf(o, { livesMs: 1_000 }), waitMs: 5_000 },
  ])('is closed to a token $what: $code', async ({ code, make, waitMs }) => {
    const origin = await originFor('grant');
    const prefix = `/v/${make(origin)}`;
    if (waitMs !== undefined) origin.clock.advance(waitMs);
    for (const path of [...LIVE_PATHS, ...RECORDING_PATHS]) {
      const answer = await origin.get(prefix + path);
      expect(answer.status, path).toBe(403);
      expect(JSON.parse(answer.text), path).toMatchObject({ code });
    }
  });

  it('is closed to a session as soon as it is known to be revoked, on an open stream too', async () => {
    for (const access of ['open', 'grant'] as const) {
      const origin = await originFor(access);
      const prefix = `/v/${tokenOf(origin)}`;
      expect(await statuses(origin, LIVE_PATHS, prefix)).toEqual([200]);
      origin.revoked.add(SESSION);
      expect(await statuses(origin, [...LIVE_PATHS, ...RECORDING_PATHS], prefix)).toEqual([403]);
    }
  });

  it('goes on with the token: the status names paths that carry it, playlists name nothing but siblings', async () => {
    const origin = await originFor('grant');
    const prefix = `/v/${tokenOf(origin)}`;
    expect(JSON.parse((await origin.get(`${prefix}/api/streams/${STREAM}`)).text)).toMatchObject({
      liveUrl: `${prefix}/live/${STREAM}/index.m3u8`,
      posterUrl: `${prefix}/live/${STREAM}/poster.jpg`,
    });
    for (const path of LIVE_PATHS.slice(0, 2)) {
      const { text } = await origin.get(prefix + path);
      expect(text).toContain('#EXTM3U');
      expect(text).not.toMatch(/(?:^|URI=")(?:\/|https?:)/m);
    }
  });
});
