import { useComputed } from '@preact/signals';
import type { FeedState } from '../../../ui/feed/feed-state.ts';
import type { RoomClient } from '../room-client.ts';

/** A part of the feed. Who shows it is drawn again when this part is another one, not whenever anything is said. @param pick always the same. */
export function useFeed<T>(client: RoomClient, pick: (feed: FeedState) => T): T {
  return useComputed(() => pick(client.feed.value)).value;
}
