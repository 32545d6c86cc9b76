import type { StreamId } from '../../core/contracts/ids.ts';
import { asStreamId } from '../../core/contracts/ids.ts';
import type { MediaAccess } from '../../core/contracts/room/internal.ts';
import { verifyMediaToken } from '../../core/grants/media-token.ts';
import type { SigningKeys } from '../../core/grants/secrets.ts';
import type { Clock } from '../../core/runtime/clock.ts';
import { GrantExpired, GrantInvalid, GrantNeeded, NoSuchStream } from '../errors.ts';
import type { AccessBook } from './access-book.ts';
import type { MediaSide, Verdict } from './judge.ts';
import { judgeAccess } from './judge.ts';

/** What goes before every path to the picture when a token is needed; see {@link import('../../core/contracts/room/join.ts').MediaGrant}. */
export const GRANT_PREFIX = '/v/:token';

export interface GuardOptions {
  readonly access: AccessBook;
  /** Undefined: no token is good for anything here. */
  readonly mediaKeys: SigningKeys | undefined;
  readonly clock: Clock;
}

/** Lets a request at the picture pass. */
export class Guard {
  readonly #options: GuardOptions;

  constructor(options: GuardOptions) {
    this.#options = options;
  }

  /** @throws NoSuchStream, GrantNeeded, GrantInvalid, GrantExpired */
  check(side: MediaSide, name: string, token: string | undefined): void {
    const stream = asStreamId(name);
    if (stream === undefined) throw new NoSuchStream({ stream: 'that name' });
    switch (this.judge(side, stream, token)) {
      case 'yes':
        return;
      case 'no-such-stream':
        throw new NoSuchStream({ stream });
      case 'grant-needed':
        throw new GrantNeeded({});
      case 'grant-invalid':
        throw new GrantInvalid({});
      case 'grant-expired':
        throw new GrantExpired({});
    }
  }

  /** Whether the request may have it, or what it lacks. @param asIf what the side is taken for; undefined: what it is. */
  judge(side: MediaSide, stream: StreamId, token: string | undefined, asIf?: MediaAccess): Verdict {
    const { access, mediaKeys, clock } = this.#options;
    const listing = access.listing(stream);
    return judgeAccess({
      stream,
      side,
      token:
        token === undefined
          ? undefined
          : mediaKeys === undefined
            ? { ok: false, reason: 'invalid' }
            : verifyMediaToken(token, mediaKeys, clock.nowMs()),
      listing: listing === undefined || asIf === undefined ? listing : { ...listing, [side]: asIf },
      isRevoked: (session) => access.isRevoked(session),
    });
  }
}
