import type { VNode } from 'preact';
import { Icon } from '../../view/icon.tsx';
import type { RoomClient } from '../room-client.ts';
import { useRoomWords } from '../room-words.ts';

/** Says what is wrong with the connection; nothing when nothing is. */
export function LinkNote({ client }: { readonly client: RoomClient }): VNode | null {
  const words = useRoomWords();
  const link = client.link.value;
  if (link.kind === 'open') return null;
  if (link.kind === 'connecting') return client.feed.value.view === undefined ? <p class="room-note">{words.say('connecting')}</p> : null;
  return (
    <p class="room-note is-trouble" role="status">
      <Icon name="unplug" size={16} />
      <span>{link.kind === 'lost' ? words.say('lost') : link.message === '' ? words.say('over') : link.message}</span>
    </p>
  );
}
