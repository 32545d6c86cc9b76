import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { asEventId, asTicketId } from '../contracts/room/ids.ts';
import { asStreamId } from '../contracts/ids.ts';
import { seededRandom } from '../runtime/test-support.ts';
import { MAX_MEDIA_TOKEN_MS, signMediaToken, verifyMediaToken } from './media-token.ts';
import type { MediaClaim } from './media-token.ts';
import { deriveKey, deriveKeys, PURPOSES } from './secrets.ts';
import type { SigningKeys } from './secrets.ts';
import { signText } from './signature.ts';
import { isStreamKey, newStreamKey, streamKeyHmac } from './stream-keys.ts';
import { signTicket, verifyTicket } from './ticket.ts';
import type { TicketClaim } from './ticket.ts';

const NOW = 1_790_000_000_000;
const SECRET = 'a secret of the installation, 32 characters and more';
const UUID = '0190163d-8694-739b-aea5-966c26f8ad90';
const keys: SigningKeys = [deriveKey(SECRET, 'ticket')];
const mediaKeys: SigningKeys = [deriveKey(SECRET, 'media')];

const claim: TicketClaim = {
  event: asEventId(UUID) ?? raise(),
  ticket: asTicketId('0190163d-8694-739b-aea5-966c26f8ad91') ?? raise(),
  name: 'نرگس O’Neill 🎤',
  role: 'attendee',
  session: '0190163d-8694-739b-aea5-966c26f8ad92',
  maxSessions: 2,
  expiresAtMs: NOW + 3_600_000,
};
const media: MediaClaim = {
  stream: asStreamId('main-stage') ?? raise(),
  session: claim.session,
  expiresAtMs: NOW + 200_000,
  isStaff: false,
};

function raise(): never {
  throw new Error('not an id');
}

describe('deriveKey', () => {
  it('gives each purpose a key of its own, the same each time, as text', () => {
    const all = PURPOSES.map((purpose) => deriveKey(SECRET, purpose));
    expect(new Set(all).size).toBe(PURPOSES.length);
    expect(all).toEqual(PURPOSES.map((purpose) => deriveKey(SECRET, purpose)));
    for (const key of all) expect(key).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });

  it('is fixed for ever: another key would void everything signed before', () => {
    expect(deriveKey(SECRET, 'media')).toBe('8hnjRnZU96J8oQN9J1CMBbXsAit3fl2WAVdyDX6Xr2k');
  });

  it('refuses a secret that can be guessed', () => {
    expect(() => deriveKey('short', 'ticket')).toThrow('at least 32');
  });
});

describe('tickets', () => {
  it('come back as they were signed, in characters that hello takes', () => {
    const ticket = signTicket(claim, keys);
    expect(verifyTicket(ticket, keys, NOW)).toEqual({ ok: true, claim });
    expect(ticket).toMatch(/^[A-Za-z0-9._-]{16,1024}$/);
  });

  it('hold the longest name that there may be', () => {
    const name = '\u{1f3a4}'.repeat(60);
    expect(verifyTicket(signTicket({ ...claim, name }, keys), keys, NOW)).toMatchObject({ ok: true, claim: { name } });
    expect(() => signTicket({ ...claim, name: 'x'.repeat(1_000) }, keys)).toThrow(RangeError);
  });

  it('of the secret before prove while secrets are replaced, new ones are signed with the new', () => {
    const both = deriveKeys(['another secret, just as long as the first', SECRET], 'ticket');
    expect(verifyTicket(signTicket(claim, keys), both, NOW)).toMatchObject({ ok: true });
    expect(verifyTicket(signTicket(claim, both), keys, NOW)).toEqual({ ok: false, reason: 'invalid' });
  });

  it('end', () => {
    const ticket = signTicket(claim, keys);
    expect(verifyTicket(ticket, keys, claim.expiresAtMs - 1)).toMatchObject({ ok: true });
    expect(verifyTicket(ticket, keys, claim.expiresAtMs)).toEqual({ ok: false, reason: 'expired', claim });
  });

  const [head = '', tail = ''] = signTicket(claim, keys).split('.');
  const forge = (fields: unknown) => {
    const text = Buffer.from(JSON.stringify(fields)).toString('base64url');
    return `${text}.${signText(text, keys[0])}`;
  };
  const good = [1, claim.event, claim.ticket, 'a', 'host', claim.session, 0, NOW + 1];
  it.each([
    { ticket: '', because: 'nothing' },
    { ticket: head, because: 'no signature' },
    { ticket: `${head}.${tail}.`, because: 'more than two parts' },
    { ticket: `${head}.${tail}=`, because: 'the signature as other base64' },
    { ticket: `${head}.${tail.slice(0, -1)}`, because: 'a shorter signature' },
    { ticket: `.${tail}`, because: 'no claim' },
    { ticket: `${head}x.${tail}`, because: 'another claim' },
    { ticket: `${head}.${'A'.repeat(43)}`, because: 'a signature of somebody else' },
    { ticket: signMediaToken(media, mediaKeys, NOW), because: 'a media token is no ticket' },
    { ticket: forge(good.with(0, 2)), because: 'of another version' },
    { ticket: forge(good.with(1, 'x')), because: 'the event is no id' },
    { ticket: forge(good.with(2, 7)), because: 'the ticket is no text' },
    { ticket: forge(good.with(4, 'owner')), because: 'a role that there is not' },
    { ticket: forge(good.with(6, -1)), because: 'fewer sessions than none' },
    { ticket: forge(good.with(7, 1.5)), because: 'an expiry that is no whole number' },
    { ticket: forge([...good, 1]), because: 'more than a ticket has' },
    { ticket: forge({ length: 8, 0: 1 }), because: 'no array' },
    { ticket: `bm8.${signText('bm8', keys[0])}`, because: 'no JSON' },
    { ticket: 'x'.repeat(100_000), because: 'longer than any' },
  ])('are refused: $because', ({ ticket }) => {
    expect(verifyTicket(ticket, keys, NOW)).toEqual({ ok: false, reason: 'invalid' });
  });

  it.each([1, 2, 3])('with one character changed are refused, wherever it is (seed %i)', (seed) => {
    const random = seededRandom(seed);
    const ticket = signTicket(claim, keys);
    const alphabet = 'ABCXYZabcxyz0189-_.';
    for (let round = 0; round < 500; round++) {
      const at = Math.floor(random() * ticket.length);
      const other = alphabet[Math.floor(random() * alphabet.length)] ?? '';
      const changed = ticket.slice(0, at) + other + ticket.slice(at + 1);
      expect(verifyTicket(changed, keys, NOW).ok, changed).toBe(changed === ticket);
    }
  });
});

describe('media tokens', () => {
  it('come back as they were signed, in whole seconds', () => {
    for (const isStaff of [false, true]) {
      const one = { ...media, isStaff };
      expect(verifyMediaToken(signMediaToken({ ...one, expiresAtMs: one.expiresAtMs + 999 }, mediaKeys, NOW), mediaKeys, NOW)).toEqual({
        ok: true,
        claim: one,
      });
    }
  });

  it('live five minutes at most', () => {
    expect(() => signMediaToken({ ...media, expiresAtMs: NOW + MAX_MEDIA_TOKEN_MS + 1 }, mediaKeys, NOW)).toThrow(RangeError);
    const token = signMediaToken(media, mediaKeys, NOW);
    expect(verifyMediaToken(token, mediaKeys, media.expiresAtMs)).toEqual({ ok: false, reason: 'expired' });
    expect(verifyMediaToken(token, mediaKeys, NOW - 3_600_000)).toEqual({ ok: false, reason: 'invalid' });
  });

  it('never carry what would change their form', () => {
    expect(() => signMediaToken({ ...media, session: 'has.a.dot' }, mediaKeys, NOW)).toThrow(RangeError);
  });

  const forge = (payload: string) => {
    const text = Buffer.from(payload).toString('base64url');
    return `${text}.${signText(text, mediaKeys[0])}`;
  };
  const seconds = NOW / 1_000 + 100;
  it.each([
    { token: forge(`main.${UUID}.${seconds}`), because: 'of nobody' },
    { token: forge(`main.${UUID}.${seconds}.x`), because: 'an audience that there is not' },
    { token: forge(`main.${UUID}.${seconds}.v.v`), because: 'a field too many' },
    { token: forge(`Main.${UUID}.${seconds}.v`), because: 'no stream id' },
    { token: forge(`main.x.${seconds}.v`), because: 'no session id' },
    { token: forge(`main.${UUID}.0${seconds}.v`), because: 'an expiry written in another way' },
    { token: forge(`main.${UUID}.${seconds + 1_000}.v`), because: 'a longer life than a token may have' },
    { token: signTicket(claim, keys), because: 'a ticket is no media token' },
    { token: `${'x'.repeat(500)}.${'x'.repeat(43)}`, because: 'longer than any' },
    { token: '..', because: 'three times nothing' },
  ])('are refused: $because', ({ token }) => {
    expect(verifyMediaToken(token, mediaKeys, NOW)).toEqual({ ok: false, reason: 'invalid' });
  });

  it('can be verified by what njs and CloudFront Functions have: split, HMAC with a key that is text, base64url', () => {
    const token = signMediaToken(media, mediaKeys, NOW);
    const dot = token.indexOf('.');
    const text = token.substring(0, dot);
    expect(createHmac('sha256', mediaKeys[0]).update(text).digest('base64url')).toBe(token.substring(dot + 1));
    expect(Buffer.from(text, 'base64url').toString()).toBe(`main-stage.${media.session}.${media.expiresAtMs / 1_000}.v`);
  });
});

describe('stream keys', () => {
  it('are long, never the same, and kept as what only the installation can make of them', () => {
    const keys = Array.from({ length: 100 }, newStreamKey);
    expect(new Set(keys).size).toBe(100);
    expect(keys.every(isStreamKey)).toBe(true);
    const [one = '', two = ''] = keys;
    const hmacKey = deriveKey(SECRET, 'stream-key');
    expect(streamKeyHmac(one, hmacKey)).toMatch(/^[0-9a-f]{64}$/);
    expect(streamKeyHmac(one, hmacKey)).toBe(streamKeyHmac(one, hmacKey));
    expect(streamKeyHmac(two, hmacKey)).not.toBe(streamKeyHmac(one, hmacKey));
    expect(streamKeyHmac(one, deriveKey(SECRET, 'ticket'))).not.toBe(streamKeyHmac(one, hmacKey));
  });

  it.each(['', 'pk_', `pk_${'a'.repeat(31)}`, `pk_${'a'.repeat(33)}`, `sk_${'a'.repeat(32)}`, `pk_${'a'.repeat(31)}=`])(
    'are not: %s',
    (text) => {
      expect(isStreamKey(text)).toBe(false);
    },
  );
});
