import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { webAddress } from '../../../ui/web-address.ts';
import { useRoomWords } from '../room-words.ts';
import type { Show } from '../../../ui/feed/stage-clock.ts';

/** Redirects that this page has followed: who comes back is asked the next time. */
const followed = new Set<number>();

/** What the show says beside the picture: a banner, where the event goes on. */
export function ShowNotes({ show }: { readonly show: Show }): VNode | null {
  const words = useRoomWords();
  const { banner, redirect } = show;
  const more = webAddress(banner?.url ?? null);
  const there = webAddress(redirect?.url ?? null);
  useEffect(() => {
    if (there === undefined || redirect?.isNow !== true || followed.has(redirect.offset)) return;
    followed.add(redirect.offset);
    location.assign(there);
  }, [redirect?.offset, redirect?.isNow]);
  if (banner === null && there === undefined) return null;
  return (
    <div class="room-banner">
      {banner !== null && <p dir="auto">{banner.text}</p>}
      {more !== undefined && <Out url={more} text={words.say('openLink')} />}
      {there !== undefined && <p>{words.say('goesOn', { host: there.host })}</p>}
      {there !== undefined && <Out url={there} text={words.say('goThere')} />}
    </div>
  );
}

function Out({ url, text }: { readonly url: URL; readonly text: string }): VNode {
  return (
    <a class="room-link" href={url.href} target="_blank" rel="noopener noreferrer">
      {text}
    </a>
  );
}
