import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { FeedState, Line } from '../../../ui/feed/feed-state.ts';
import { everySecond } from '../../state/seconds.ts';
import { isGathered } from '../drawing-pace.ts';
import type { RoomClient } from '../room-client.ts';

/** What is said, as it is drawn. */
export type Talk = Pick<FeedState, 'lines' | 'own'>;

/**
 * What is said, each line at once as long as it can be read one by one, else gathered; what becomes of one's own words is always seen at once.
 */
export function useTalk(client: RoomClient): ReadonlySignal<Talk> {
  const talk = useSignal<Talk>(client.feed.peek());
  useEffect(() => {
    let drawnMs = Number.NEGATIVE_INFINITY;
    const draw = (): void => {
      drawnMs = performance.now();
      const { lines, own } = client.feed.peek();
      talk.value = { lines, own };
    };
    const stop = client.feed.subscribe(({ lines, own }) => {
      const { lines: before, own: ownBefore } = talk.peek();
      const isNew = lines !== before && !isGathered(newIn(lines, before), performance.now() - drawnMs);
      if (own !== ownBefore || isNew) draw();
    });
    const stopSeconds = everySecond(() => {
      if (client.feed.peek().lines !== talk.peek().lines) draw();
    });
    return () => {
      stop();
      stopSeconds();
    };
  }, [client, talk]);
  return talk;
}

/** Lines at the end that were not there. Fewer, for something that was taken away: that is drawn at once. */
function newIn(lines: readonly Line[], before: readonly Line[]): number {
  const last = before.at(-1);
  return last === undefined ? 0 : lines.length - 1 - lines.lastIndexOf(last);
}
