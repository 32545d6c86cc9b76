/** Who may see the picture: one rule for playlists, segments, posters, recordings and the stream's status (ADR 0021). Pure. */
import type { StreamId } from '../../core/contracts/ids.ts';
import type { MediaAccess, StreamListing } from '../../core/contracts/room/internal.ts';
import type { MediaVerdict } from '../../core/grants/media-token.ts';

/** What is asked for. */
export type MediaSide = 'live' | 'recordings';

export type Verdict = 'yes' | 'no-such-stream' | 'grant-needed' | 'grant-invalid' | 'grant-expired';

export interface Question {
  readonly stream: StreamId;
  readonly side: MediaSide;
  /** What the path's token is worth; undefined: there is none in the path. */
  readonly token: MediaVerdict | undefined;
  /** undefined: nobody knows such a stream. */
  readonly listing: StreamListing | undefined;
  readonly isRevoked: (session: string) => boolean;
}

/** Never says more of a stream than its audience may know: one that is for nobody looks like one that is not there. */
export function judgeAccess({ stream, side, token, listing, isRevoked }: Question): Verdict {
  const access: MediaAccess = listing?.[side] ?? 'none';
  if (access === 'none') return 'no-such-stream';
  if (access === 'open' && token === undefined) return 'yes';
  if (token === undefined) return 'grant-needed';
  if (!token.ok) return token.reason === 'expired' ? 'grant-expired' : 'grant-invalid';
  const { claim } = token;
  if (claim.stream !== stream || isRevoked(claim.session)) return 'grant-invalid';
  return access === 'staff' && !claim.isStaff ? 'grant-invalid' : 'yes';
}
