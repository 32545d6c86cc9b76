import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { useRoomWords } from '../room-words.ts';
import type { Show } from '../../../ui/feed/stage-clock.ts';

/** Redirects that this page has followed: who comes back is asked the next time. */
const followed = new Set<number>();

/** What the show says beside the picture: a banner, where the event goes on. */
export function ShowNotes({ show }: { readonly show: Show }): VNode | null {
  const words = useRoomWords();
  const { banner, redirect } = show;
  useEffect(() => {
    if (redirect === null || !redirect.isNow || followed.has(redirect.offset)) return;
    followed.add(redirect.offset);
    location.assign(redirect.url);
  }, [redirect?.offset, redirect?.isNow]);
  if (banner === null && redirect === null) return null;
  return (
    <div class="room-banner">
      {banner !== null && <p dir="auto">{banner.text}</p>}
      {banner !== null && banner.url !== null && <Out url={banner.url} text={words.say('openLink')} />}
      {redirect !== null && <p>{words.say('goesOn', { host: URL.parse(redirect.url)?.host ?? '' })}</p>}
      {redirect !== null && <Out url={redirect.url} text={words.say('goThere')} />}
    </div>
  );
}

function Out({ url, text }: { readonly url: string; readonly text: string }): VNode {
  return (
    <a class="room-link" href={url} target="_blank" rel="noopener noreferrer">
      {text}
    </a>
  );
}
