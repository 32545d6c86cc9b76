import { type ReadonlySignal, type Signal, useComputed, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useCallback, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { isStaff } from '../../../core/contracts/room/roles.ts';
import { Icon } from '../../view/icon.tsx';
import { completed, suggestionsFor } from '../mentions.ts';
import { followedIn } from '../drawing-pace.ts';
import type { RoomClient } from '../room-client.ts';
import { type RoomPhrase, useRoomWords } from '../room-words.ts';
import { RowKeys } from '../row-keys.ts';
import { Composer } from './composer.tsx';
import { ChatLine, OwnLine } from './lines.tsx';
import { NameForm } from './name-form.tsx';
import { useFeed } from './use-feed.ts';
import { useTalk } from './use-talk.ts';

/** So near to the end counts as at the end. */
const NEAR_PX = 48;
const NOBODY: readonly string[] = [];
const HINTS: Readonly<Record<string, RoomPhrase | undefined>> = { hosts: 'chatHosts', approve: 'chatApprove' };

/** What is said, and where to say something. */
export function Chat({ client, isShown }: { readonly client: RoomClient; readonly isShown: boolean }): VNode {
  const words = useRoomWords();
  const list = useRef<HTMLOListElement>(null);
  const isAtEnd = useRef(true);
  const seenTo = useRef(0);
  const unseen = useSignal(0);
  const isAway = useSignal(false);
  const isInside = useSignal(false);
  const heightBefore = useRef(0);
  const following = useSignal(followedIn(0));
  const rowKeys = useMemo(() => new RowKeys(), []);
  const text = useSignal('');
  const replyTo = useSignal<number | null>(null);
  const { lines, own } = useTalk(client).value;
  const view = useFeed(client, (feed) => feed.view);
  const you = useFeed(client, (feed) => feed.you);
  const names = useComputed(() => client.feed.value.lines.flatMap((line) => (line.kind === 'message' ? [line.author.name] : [])));
  const newest = lines.at(-1)?.kind === 'message' ? Number(lines.at(-1)?.key) : seenTo.current;

  const isFollowing = !isAway.value && !isInside.value;

  const toEnd = (): void => {
    const { current } = list;
    if (current !== null) current.scrollTop = current.scrollHeight;
  };
  useLayoutEffect(() => {
    if (isAtEnd.current && isShown) {
      // it asks where everything is: when all else that changes with it has changed, so that it is laid out once
      queueMicrotask(toEnd);
      seenTo.current = newest;
      unseen.value = 0;
    } else unseen.value = lines.filter((line) => line.kind === 'message' && line.offset > seenTo.current).length;
  }, [lines, own.length, isShown, isFollowing]);

  // Older lines come in above: what he reads stays where it is, as it does by itself where the browser anchors it.
  useLayoutEffect(() => {
    const { current } = list;
    if (isAway.value && current !== null && !CSS.supports('overflow-anchor', 'auto'))
      current.scrollTop += current.scrollHeight - heightBefore.current;
  }, [isAway.value]);

  // The field below grows, a keyboard comes up: who was at the end stays there. Into a larger list more lines fit.
  useLayoutEffect(() => {
    const { current } = list;
    if (current === null) return undefined;
    const observer = new ResizeObserver(() => {
      following.value = followedIn(current.clientHeight);
      if (isAtEnd.current) current.scrollTop = current.scrollHeight;
    });
    observer.observe(current);
    return () => observer.disconnect();
  }, []);

  const look = (): void => {
    const { current } = list;
    if (current === null) return;
    isAtEnd.current = current.scrollHeight - current.scrollTop - current.clientHeight < NEAR_PX;
    heightBefore.current = current.scrollHeight;
    isAway.value = !isAtEnd.current;
    if (!isAtEnd.current) return;
    seenTo.current = newest;
    unseen.value = 0;
  };
  const target = lines.find((line) => line.kind === 'message' && line.offset === replyTo.value);
  const isClosed = view?.rules.chat === 'off' && (you === undefined || !isStaff(you.role));
  const hint = HINTS[view?.rules.chat ?? ''];
  const followed = isFollowing ? lines.slice(-following.value) : lines;
  const rows = rowKeys.of(followed);
  const reply = useCallback((offset: number) => (replyTo.value = offset), [replyTo]);

  return (
    <>
      {view?.pinned !== null && view?.pinned !== undefined && (
        <p class="room-pinned">
          <strong>{words.say('pinned')}</strong> <bdi>{view.pinned.author.name}</bdi> <span dir="auto">{view.pinned.text}</span>
        </p>
      )}
      <div class="room-scroll">
        <ol
          ref={list}
          class="room-lines"
          tabIndex={0}
          aria-label={words.say('chat')}
          onScroll={look}
          onFocusIn={() => (isInside.value = true)}
          onFocusOut={({ currentTarget, relatedTarget }) =>
            (isInside.value = relatedTarget instanceof Node && currentTarget.contains(relatedTarget))
          }
        >
          {view === undefined && [0, 1, 2].map((n) => <li key={n} class="room-bone bone" />)}
          {view !== undefined && lines.length === 0 && own.length === 0 && <li class="room-empty">{words.say('emptyChat')}</li>}
          {followed.map((line, index) => (
            <ChatLine
              key={rows[index]}
              words={words}
              line={line}
              // whoever speaks from now on may be meant by an @ of before
              names={line.kind === 'message' && line.text.includes('@') ? names.peek() : NOBODY}
              me={you?.name ?? ''}
              isMine={line.kind === 'message' && line.author.id === you?.id}
              onReply={isClosed ? undefined : reply}
            />
          ))}
          {own.map((one) => (
            <OwnLine key={one.id} own={one} name={you?.name ?? ''} onEdit={() => (text.value = client.takeBack(one.id))} />
          ))}
        </ol>
        {(unseen.value > 0 || isAway.value) && (
          <button type="button" class="room-newer" onClick={toEnd}>
            {unseen.value > 0 ? words.say('newMessages', { n: unseen.value }) : words.say('toNewest')}
          </button>
        )}
      </div>
      {isClosed ? (
        <p class="room-closed">{words.say('chatOff')}</p>
      ) : client.name.value === '' ? (
        <NameForm client={client} id="room-name" />
      ) : (
        <Composer
          client={client}
          id="room-say"
          text={text}
          placeholder="writeMessage"
          action="send"
          hint={hint === undefined ? undefined : words.say(hint)}
          onSend={(said) => {
            isAtEnd.current = true;
            void client.say(said, replyTo.value);
            replyTo.value = null;
          }}
        >
          <Mentions text={text} names={names} />
          {target?.kind === 'message' && (
            <p class="room-replying">
              <span>{words.say('replyTo', { name: target.author.name })}</span>
              <button type="button" class="room-quiet" aria-label={words.say('cancelReply')} onClick={() => (replyTo.value = null)}>
                <Icon name="x" size={16} />
              </button>
            </p>
          )}
        </Composer>
      )}
    </>
  );
}

/** Who may be meant by the @ that is being written. */
function Mentions({ text, names }: { readonly text: Signal<string>; readonly names: ReadonlySignal<readonly string[]> }): VNode | null {
  const words = useRoomWords();
  const suggested = text.value.includes('@') ? suggestionsFor(text.value, names.value) : [];
  if (suggested.length === 0) return null;
  return (
    <div class="room-suggestions">
      {suggested.map((name) => (
        <button
          key={name}
          type="button"
          class="room-suggestion"
          aria-label={words.say('mention', { name })}
          onClick={(event) => {
            text.value = completed(text.value, name);
            event.currentTarget.closest('form')?.querySelector('textarea')?.focus();
          }}
        >
          <bdi>@{name}</bdi>
        </button>
      ))}
    </div>
  );
}
