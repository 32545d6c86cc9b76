import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { CHAT_MODES, type ChatMode, type Layout, LAYOUTS } from '../../core/contracts/room/entries.ts';
import { type Planned, PLANNED_KINDS, type PlannedCue, type PlannedKind } from '../../core/contracts/room/plan.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Choice, TextField } from '../parts/field.tsx';
import { Form, useSending } from '../parts/form.tsx';
import { Notice } from '../parts/notice.tsx';
import { useWords } from '../words/words.ts';
import { MODE_PHRASES } from './chat-words.ts';
import { CueName } from './cue-name.tsx';
import { cueText, KIND_PHRASES, LAYOUT_PHRASES } from './cue-words.ts';
import { useDesk } from './desk-context.ts';
import { conflictOf } from './plan.ts';

interface CueDialogProps {
  /** The one that is rewritten; undefined: a new one. */
  readonly cue?: PlannedCue | undefined;
  readonly onClose: () => void;
  /** It is wanted at once, without a plan. */
  readonly onNow: (planned: Planned) => void;
}

/** Writes one, for later or for now; rewrites one, unless somebody else has meanwhile: then it shows what it is now, and saves over that. */
export function CueDialog({ cue, onClose, onNow }: CueDialogProps): VNode {
  const words = useWords();
  const desk = useDesk();
  const sending = useSending();
  const before = cue?.planned;
  const polls = (desk.polls.value?.polls ?? []).filter(({ state }) => state !== 'archived');
  const kind = useSignal<PlannedKind>(before?.kind ?? 'banner');
  const at = useSignal(cue?.at ?? '');
  const text = useSignal(before?.kind === 'banner' ? before.text : '');
  const url = useSignal(before !== undefined && 'url' in before ? before.url : '');
  const layout = useSignal<Layout>(before?.kind === 'layout' ? before.layout : 'picture-chat');
  const chat = useSignal<ChatMode>(before?.kind === 'chat' ? before.chat : 'everyone');
  const poll = useSignal(before !== undefined && 'poll' in before ? before.poll : (polls[0]?.id ?? ''));
  const isAddress = url.value.startsWith('https://');
  // what somebody else has made of it while it was written here
  const other = useSignal<PlannedCue | undefined>(undefined);
  const planned = ((): Planned | undefined => {
    switch (kind.value) {
      case 'banner':
        return text.value.trim() === '' || (url.value !== '' && !isAddress)
          ? undefined
          : { kind: 'banner', text: text.value.trim(), url: url.value.trim() };
      case 'layout':
        return { kind: 'layout', layout: layout.value };
      case 'chat':
        return { kind: 'chat', chat: chat.value };
      case 'open-poll':
      case 'close-poll':
        return poll.value === '' ? undefined : { kind: kind.value, poll: poll.value };
      case 'redirect':
        return isAddress ? { kind: 'redirect', url: url.value.trim() } : undefined;
      case 'banner-off':
        return { kind: 'banner-off' };
    }
  })();
  const save = async (): Promise<void> => {
    if (planned === undefined) return;
    const draft = { at: at.value.trim(), planned };
    const known = other.peek() ?? cue;
    other.value = undefined;
    const done = await sending.send(() => (known === undefined ? desk.plan.add(draft) : desk.plan.change(known, draft)));
    if (done !== undefined) return onClose();
    const failure = sending.failure.peek();
    if (cue === undefined || failure === undefined || conflictOf(failure) !== 'changed') return;
    await desk.plan.refresh();
    other.value = desk.plan.cues.value?.cues.find(({ id }) => id === cue.id);
  };
  return (
    <Dialog title={words.say(cue === undefined ? 'ctlCueNew' : 'ctlCueChange')} onClose={onClose}>
      <Form
        sending={sending}
        onSubmit={() => void save()}
        action={words.say(cue === undefined ? 'ctlCuePlan' : 'save')}
        isReady={planned !== undefined}
        beside={
          cue === undefined && (
            <button
              type="button"
              class="button"
              disabled={planned === undefined}
              onClick={() => {
                if (planned === undefined) return;
                onNow(planned);
                onClose();
              }}
            >
              {words.say('ctlCueNow')}
            </button>
          )
        }
      >
        <Choice
          label={words.say('ctlCueKind')}
          value={kind.value}
          onChange={(to) => (kind.value = to)}
          options={PLANNED_KINDS.map((one) => [one, words.say(KIND_PHRASES[one])] as const)}
        />
        {kind.value === 'banner' && (
          <TextField label={words.say('ctlBannerText')} maxLength={300} value={text.value} onInput={(to) => (text.value = to)} />
        )}
        {(kind.value === 'banner' || kind.value === 'redirect') && (
          <TextField
            label={words.say('ctlAddress')}
            hint={words.say(kind.value === 'redirect' ? 'ctlRedirectHint' : 'ctlAddressHint')}
            type="url"
            isCode
            maxLength={500}
            value={url.value}
            onInput={(to) => (url.value = to)}
          />
        )}
        {kind.value === 'layout' && (
          <Choice
            label={words.say('ctlLayout')}
            value={layout.value}
            onChange={(to) => (layout.value = to)}
            options={LAYOUTS.map((one) => [one, words.say(LAYOUT_PHRASES[one])] as const)}
          />
        )}
        {kind.value === 'chat' && (
          <Choice
            label={words.say('ctlChatMode')}
            value={chat.value}
            onChange={(to) => (chat.value = to)}
            options={CHAT_MODES.map((one) => [one, words.say(MODE_PHRASES[one])] as const)}
          />
        )}
        {(kind.value === 'open-poll' || kind.value === 'close-poll') && (
          <Choice
            label={words.say('ctlPolls')}
            value={poll.value}
            onChange={(to) => (poll.value = to)}
            options={polls.map(({ id, question }) => [id, question] as const)}
          />
        )}
        <TextField
          label={words.say('ctlCueAt')}
          hint={words.say('ctlCueAtHint')}
          maxLength={20}
          value={at.value}
          onInput={(to) => (at.value = to)}
        />
        {other.value !== undefined && (
          <Notice kind="warn">
            <p>{words.say('ctlCueElse')}</p>
            <p>
              {other.value.at} <CueName text={cueText(other.value.planned, words, desk.polls.value?.polls ?? [])} />
            </p>
          </Notice>
        )}
      </Form>
    </Dialog>
  );
}
