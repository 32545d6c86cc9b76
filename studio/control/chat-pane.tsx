import { useSignal, useSignalEffect } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { HeldMessage, TalkRules } from '../../core/contracts/room/entries.ts';
import { CHAT_MODES } from '../../core/contracts/room/entries.ts';
import { isStaff } from '../../core/contracts/room/roles.ts';
import type { FeedState, Line } from '../../ui/feed/feed-state.ts';
import { useWords } from '../words/words.ts';
import { BanDialog, type Target } from './ban-dialog.tsx';
import { MODE_PHRASES } from './chat-words.ts';
import { useCommands } from './commands.ts';
import { Composer } from './composer.tsx';
import { kept, moved } from './cursor.ts';
import { useDesk } from './desk-context.ts';
import { mute } from './moderation.ts';
import { Act, Row } from './row.tsx';
import type { Command } from './shortcuts.ts';

type Message = Line & { readonly kind: 'message' };

const SLOW_STEPS = [0, 5, 10, 30, 60, 120];

const isMessage = (line: Line): line is Message => line.kind === 'message';
const heldKey = ({ id, author }: HeldMessage): string => `${id} ${author.id}`;

/** Everything that keys act on, in the order of the page. */
function keysOf({ view, lines }: FeedState): readonly string[] {
  return [...(view?.held ?? []).map(heldKey), ...lines.filter(isMessage).map(({ key }) => key)];
}

/** What waits for approval, and what was said. */
export function ChatPane(): VNode {
  const words = useWords();
  const desk = useDesk();
  const feed = desk.link.feed.value;
  const held = feed.view?.held ?? [];
  const lines = feed.lines;
  const current = useSignal<string | undefined>(undefined);
  const before = useRef<readonly string[]>([]);
  const banned = useSignal<Target | undefined>(undefined);
  // at once, not when it is drawn: keys come in between
  useSignalEffect(() => {
    const keys = keysOf(desk.link.feed.value);
    current.value = kept(before.current, keys, current.peek());
    before.current = keys;
  });
  useCommands((command: Command) => {
    const { view, lines: said } = desk.link.feed.peek();
    const waiting = view?.held ?? [];
    const ids = keysOf(desk.link.feed.peek());
    const at = current.peek();
    const heldNow = waiting.find((message) => heldKey(message) === at);
    const line = said.filter(isMessage).find(({ key }) => key === at);
    const author = heldNow?.author ?? line?.author;
    const goOn = (): void => {
      current.value = kept(
        ids,
        ids.filter((id) => id !== at),
        at,
      );
    };
    switch (command) {
      case 'next':
      case 'previous':
        // without a queue the newest is what one looks at
        current.value = moved(ids, at, command === 'next' && (waiting.length > 0 || at !== undefined) ? 1 : -1);
        return true;
      case 'approve':
        if (heldNow === undefined) return false;
        goOn();
        void desk.act({ act: 'approve', message: heldNow.id });
        return true;
      case 'remove':
        if (heldNow === undefined && line === undefined) return false;
        goOn();
        if (heldNow !== undefined) void desk.act({ act: 'refuse', message: heldNow.id });
        else if (line !== undefined) void desk.act({ act: 'remove-message', offset: line.offset });
        return true;
      case 'pin':
        if (line !== undefined) void desk.act({ act: 'pin', offset: view?.pinned?.offset === line.offset ? null : line.offset });
        return line !== undefined;
      case 'mute':
        if (author !== undefined && !isStaff(author.role)) mute(desk, author.id);
        return author !== undefined;
      case 'ban':
        if (author !== undefined && !isStaff(author.role)) banned.value = author;
        return author !== undefined;
      default:
        return false;
    }
  });
  return (
    <div class="ctl-pane">
      <ChatRules />
      <div class="ctl-scroll" tabIndex={0} role="region" aria-label={words.say('ctlChat')}>
        {held.length > 0 && (
          <section class="ctl-held">
            <h3>{words.say('ctlHeld', { n: held.length })}</h3>
            <ul>
              {held.map((message) => (
                <HeldRow
                  key={heldKey(message)}
                  message={message}
                  isCurrent={heldKey(message) === current.value}
                  onChoose={() => (current.value = heldKey(message))}
                  onBan={() => (banned.value = message.author)}
                />
              ))}
            </ul>
          </section>
        )}
        {lines.length === 0 && held.length === 0 && <p class="ctl-none">{words.say('ctlChatEmpty')}</p>}
        <Lines
          lines={lines}
          current={current.value}
          pinned={feed.view?.pinned?.offset}
          onChoose={(key) => (current.value = key)}
          onBan={(target) => (banned.value = target)}
        />
      </div>
      <Composer
        label={words.say('ctlSay')}
        send={words.say('ctlSend')}
        onSend={(text) => desk.link.say(text, null)}
        onTold={(verdict) => desk.told(verdict)}
      />
      {banned.value !== undefined && <BanDialog target={banned.value} onClose={() => (banned.value = undefined)} />}
    </div>
  );
}

/** Who may speak, and how often. */
function ChatRules(): VNode {
  const words = useWords();
  const desk = useDesk();
  const rules = desk.link.feed.value.view?.rules;
  const change = (to: Partial<TalkRules>): void => {
    if (rules === undefined) return;
    const back = Object.fromEntries(Object.keys(to).map((name) => [name, rules[name as keyof TalkRules]])) as Partial<TalkRules>;
    void desk.act({ act: 'rules', change: to }, () => ({ act: 'rules', change: back }));
  };
  useCommands((command) => {
    if (command !== 'chat-off' || rules === undefined) return false;
    change({ chat: rules.chat === 'off' ? 'everyone' : 'off' });
    return true;
  });
  const slow = rules?.slowSeconds ?? 0;
  return (
    <div class="ctl-tools">
      <label>
        <span>{words.say('ctlChatMode')}</span>
        <select
          class="input"
          disabled={rules === undefined}
          value={rules?.chat}
          onChange={(event) => {
            const chat = CHAT_MODES.find((mode) => mode === event.currentTarget.value);
            if (chat !== undefined) change({ chat });
          }}
        >
          {CHAT_MODES.map((mode) => (
            <option key={mode} value={mode} selected={mode === rules?.chat}>
              {words.say(MODE_PHRASES[mode])}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{words.say('ctlSlow')}</span>
        <select
          class="input"
          disabled={rules === undefined}
          onChange={(event) => change({ slowSeconds: Number(event.currentTarget.value) })}
        >
          {[...new Set([...SLOW_STEPS, slow])]
            .toSorted((one, other) => one - other)
            .map((seconds) => (
              <option key={seconds} value={seconds} selected={seconds === slow}>
                {seconds === 0 ? words.say('ctlSlowOff') : words.say('ctlSeconds', { n: seconds })}
              </option>
            ))}
        </select>
      </label>
    </div>
  );
}

interface HeldRowProps {
  readonly message: HeldMessage;
  readonly isCurrent: boolean;
  readonly onChoose: () => void;
  readonly onBan: () => void;
}

function HeldRow({ message, isCurrent, onChoose, onBan }: HeldRowProps): VNode {
  const words = useWords();
  const desk = useDesk();
  return (
    <Row
      isCurrent={isCurrent}
      onChoose={onChoose}
      look="is-held"
      actions={
        <>
          <Act
            icon="check"
            look="good"
            label={words.say('ctlApprove')}
            keyName="a"
            onClick={() => void desk.act({ act: 'approve', message: message.id })}
          />
          <Act icon="x" label={words.say('ctlRefuse')} keyName="d" onClick={() => void desk.act({ act: 'refuse', message: message.id })} />
          <Act icon="mic-off" label={words.say('ctlMute')} keyName="m" onClick={() => mute(desk, message.author.id)} />
          <Act icon="ban" label={words.say('ctlBan')} keyName="b" onClick={onBan} />
        </>
      }
    >
      <b dir="auto">{message.author.name}</b> <span dir="auto">{message.text}</span>
    </Row>
  );
}

interface LinesProps {
  readonly lines: readonly Line[];
  readonly current: string | undefined;
  readonly pinned: number | undefined;
  readonly onChoose: (key: string) => void;
  readonly onBan: (target: Target) => void;
}

/** What was said, the newest last; it stays at its end while one looks at the end. */
function Lines({ lines, current, pinned, onChoose, onBan }: LinesProps): VNode {
  const words = useWords();
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const scroll = list.current?.parentElement;
    if (scroll === null || scroll === undefined || current !== undefined) return;
    scroll.scrollTop = scroll.scrollHeight;
  }, [lines]);
  return (
    <ul ref={list}>
      {lines.map((line) =>
        line.kind === 'message' ? (
          <MessageRow
            key={line.key}
            line={line}
            isPinned={line.offset === pinned}
            isCurrent={line.key === current}
            onChoose={() => onChoose(line.key)}
            onBan={() => onBan(line.author)}
          />
        ) : (
          <li key={line.key} class="ctl-none">
            {line.kind === 'missed' ? words.say('ctlMissed') : words.say('ctlLeftOut', { n: line.count })}
          </li>
        ),
      )}
    </ul>
  );
}

interface MessageRowProps {
  readonly line: Message;
  readonly isPinned: boolean;
  readonly isCurrent: boolean;
  readonly onChoose: () => void;
  readonly onBan: () => void;
}

function MessageRow({ line, isPinned, isCurrent, onChoose, onBan }: MessageRowProps): VNode {
  const words = useWords();
  const desk = useDesk();
  const { author, offset } = line;
  const isOneOfUs = isStaff(author.role);
  return (
    <Row
      isCurrent={isCurrent}
      onChoose={onChoose}
      look={isPinned ? 'is-pinned' : ''}
      actions={
        <>
          {!line.isPrivate && (
            <Act
              icon="pin"
              isPressed={isPinned}
              label={words.say('ctlPin')}
              keyName="p"
              onClick={() => void desk.act({ act: 'pin', offset: isPinned ? null : offset })}
            />
          )}
          <Act icon="trash" label={words.say('ctlDelete')} keyName="d" onClick={() => void desk.act({ act: 'remove-message', offset })} />
          {!isOneOfUs && <Act icon="mic-off" label={words.say('ctlMute')} keyName="m" onClick={() => mute(desk, author.id)} />}
          {!isOneOfUs && <Act icon="ban" label={words.say('ctlBan')} keyName="b" onClick={onBan} />}
        </>
      }
    >
      <span class="quiet figures">{words.time(line.atMs)}</span> <b dir="auto">{author.name}</b>{' '}
      {isOneOfUs && <span class="badge">{words.say('ctlStaff')}</span>}{' '}
      {line.isPrivate && <span class="badge">{words.say('ctlToHosts')}</span>} <span dir="auto">{line.text}</span>
    </Row>
  );
}
