import { Component, type VNode } from 'preact';
import type { RoomRole } from '../../../core/contracts/room/roles.ts';
import type { Line, OwnMessage } from '../../../ui/feed/feed-state.ts';
import { piecesOf } from '../mentions.ts';
import { type RoomPhrase, type RoomWords, useRoomWords } from '../room-words.ts';

const ROLES: Readonly<Partial<Record<RoomRole, RoomPhrase>>> = { host: 'host', moderator: 'moderator', presenter: 'presenter' };

interface ChatLineProps {
  readonly words: RoomWords;
  readonly line: Line;
  readonly isMine: boolean;
  /** Who has spoken, for mentions. */
  readonly names: readonly string[];
  /** One's own name; empty: none yet. */
  readonly me: string;
  /** undefined: nobody may say anything now. */
  readonly onReply: ((offset: number) => void) | undefined;
}

/** A line of the chat. Text is text: direction by its own letters, never markup. It is drawn again only when something about it is another. */
export class ChatLine extends Component<ChatLineProps> {
  override shouldComponentUpdate(next: ChatLineProps): boolean {
    return PROPS.some((name) => next[name] !== this.props[name]);
  }

  override render({ words, line, isMine, names, me, onReply }: ChatLineProps): VNode {
    if (line.kind === 'missed') return <li class="room-mark">{words.say('missed')}</li>;
    if (line.kind === 'left-out') return <li class="room-mark">{words.say('leftOut', { n: line.count })}</li>;
    const { author, reply, offset, atMs, text, isPrivate } = line;
    return (
      <li class={isMine ? 'room-line is-mine' : 'room-line'}>
        <p class="room-who">
          <bdi class="room-name">{author.name}</bdi>
          {ROLES[author.role] !== undefined && <RoleBadge role={author.role} />}
          {isPrivate && <span class="room-badge">{words.say('toHosts')}</span>}
          <time class="room-time" dateTime={new Date(atMs).toISOString()}>
            {words.time(atMs)}
          </time>
          {onReply !== undefined && (
            <button
              type="button"
              class="room-quiet room-reply"
              aria-label={words.say('replyTo', { name: author.name })}
              onClick={() => onReply(offset)}
            >
              {words.say('reply')}
            </button>
          )}
        </p>
        {reply !== null && (
          <p class="room-quote" dir="auto">
            {reply.text === null ? words.say('gone') : `${reply.name ?? ''}: ${reply.text}`}
          </p>
        )}
        <p class="room-said" dir="auto">
          {text.includes('@') ? <Said text={text} names={names} me={me} /> : text}
        </p>
      </li>
    );
  }
}

const PROPS = ['words', 'line', 'isMine', 'names', 'me', 'onReply'] as const satisfies readonly (keyof ChatLineProps)[];

/** Names that are mentioned stand out, one's own most. */
function Said({ text, names, me }: { readonly text: string; readonly names: readonly string[]; readonly me: string }): VNode {
  return (
    <>
      {piecesOf(text, names, me).map((piece, index) =>
        piece.isMention ? (
          <bdi key={index} class={piece.isMe ? 'room-mention is-me' : 'room-mention'}>
            {piece.text}
          </bdi>
        ) : (
          piece.text
        ),
      )}
    </>
  );
}

/** Who speaks for the event is marked; who attends is not. */
export function RoleBadge({ role }: { readonly role: RoomRole }): VNode | null {
  const words = useRoomWords();
  const phrase = ROLES[role];
  return phrase === undefined ? null : <span class="room-badge is-staff">{words.say(phrase)}</span>;
}

interface OwnLineProps {
  readonly own: OwnMessage;
  readonly name: string;
  readonly onEdit: () => void;
}

/** Something of one's own that is not in the feed yet, and what becomes of it. */
export function OwnLine({ own, name, onEdit }: OwnLineProps): VNode {
  const words = useRoomWords();
  const { status, why, text } = own;
  const isRefused = status === 'refused';
  return (
    <li class={isRefused ? 'room-line is-mine is-refused' : 'room-line is-mine is-pending'}>
      <p class="room-who">
        <bdi class="room-name">{name}</bdi>
        {!isRefused && <span class="room-badge">{words.say(status)}</span>}
      </p>
      <p class="room-said" dir="auto">
        {text}
      </p>
      {isRefused && (
        <p class="room-why" role="alert">
          <span>
            <strong>{words.say('notSent')}.</strong> {why ?? words.say('tooMuch')}
          </span>
          <button type="button" class="room-quiet" onClick={onEdit}>
            {words.say('edit')}
          </button>
        </p>
      )}
    </li>
  );
}
