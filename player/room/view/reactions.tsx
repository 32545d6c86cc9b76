import type { VNode } from 'preact';
import shapes from 'virtual:room-icons';
import { REACTIONS, type Reaction } from '../../../core/contracts/room/entries.ts';
import { Drawing } from '../../../ui/drawing.tsx';
import type { RoomIconName } from '../../view/icon-names.ts';
import type { RoomClient } from '../room-client.ts';
import { useRoomWords } from '../room-words.ts';
import { useFeed } from './use-feed.ts';

const FACES = {
  like: 'thumbs-up',
  applause: 'party-popper',
  laugh: 'face-grinning',
  wow: 'sparkles',
  love: 'heart',
} as const satisfies Record<Reaction, RoomIconName>;

/** A tap, and how many there were since we came. */
export function Reactions({ client }: { readonly client: RoomClient }): VNode | null {
  const words = useRoomWords();
  const reactions = useFeed(client, (feed) => feed.reactions);
  const mayReact = useFeed(client, (feed) => feed.view?.rules.reactions);
  if (mayReact !== true) return null;
  const isOpen = client.link.value.kind === 'open';
  return (
    <div class="room-reactions" role="group" aria-label={words.say('react')}>
      {REACTIONS.map((kind) => {
        const sum = reactions[kind] ?? 0;
        return (
          <button
            key={kind}
            type="button"
            class="room-reaction"
            aria-label={words.say(kind)}
            title={words.say(kind)}
            disabled={!isOpen}
            onClick={() => client.react(kind)}
          >
            {/* another key for another sum: the pop begins anew */}
            <span key={sum} class={sum > 0 ? 'room-face is-popped' : 'room-face'}>
              <Drawing shape={shapes[FACES[kind]]} size={20} />
            </span>
            {sum > 0 && <span class="room-sum">{words.number(sum)}</span>}
          </button>
        );
      })}
    </div>
  );
}
