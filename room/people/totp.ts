/** Codes of an authenticator app (RFC 6238): SHA-1, six digits, thirty seconds, as all apps know them. */
import { Secret, TOTP } from 'otpauth';

const PERIOD_SECONDS = 30;
/** Steps before and after that are taken too, for clocks that are apart (RFC 6238 §5.2). */
const WINDOW = 1;
/** RFC 4226 §4, R6: 160 bits. */
const SECRET_BYTES = 20;

/** A fresh secret, in base32. */
export function newTotpSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** What the app reads from a QR code. */
export function totpUri(secret: string, account: string): string {
  return totpOf(secret, account).toString();
}

/** The time step whose code this is, or undefined. Whether the step was used before, the database knows: a code is good once (RFC 6238 §5.2). */
export function totpStep(secret: string, code: string, nowMs: number): number | undefined {
  const token = code.replaceAll(/\s/gu, '');
  if (!/^\d{6}$/.test(token)) return undefined;
  const delta = totpOf(secret, '').validate({ token, timestamp: nowMs, window: WINDOW });
  return delta === null ? undefined : Math.floor(nowMs / 1_000 / PERIOD_SECONDS) + delta;
}

function totpOf(secret: string, label: string): TOTP {
  return new TOTP({ issuer: 'Plenary', label, algorithm: 'SHA1', digits: 6, period: PERIOD_SECONDS, secret: Secret.fromBase32(secret) });
}
