/** The entrance of a closed event: what it is, and what it wants of the viewer before he sees it. */
import { useSignal } from '@preact/signals';
import type { FunctionComponent, VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { EventCard, Joined, JoinRequest } from '../../core/contracts/room/join.ts';
import type { Attendance, Why } from '../state/attendance.ts';
import type { Usher } from './usher.ts';
import { fieldsOf } from './answers.ts';
import { brandStyle, logoPath } from './brand.ts';
import { EntranceWordsContext, loadEntranceWords, useEntranceWords } from './entrance-words.ts';
import { faceOf, type FormKind, problemOf, type Problem, whyPhrase } from './faces.ts';
import { type Filled, Form } from './form.tsx';
import { Registered } from './registered.tsx';
import './entrance.css';

export interface EntranceProps {
  readonly attendance: Attendance;
  /** Why the viewer is here. */
  readonly why: Why | null;
  /** In the room's place, beside a picture or a waiting room that says what the event is. */
  readonly isBeside: boolean;
}

/** Fetches the words. @returns the entrance in that language. */
export async function openEntrance(language: string): Promise<FunctionComponent<EntranceProps>> {
  const words = await loadEntranceWords(language);
  return function SpeakingEntrance(props) {
    return (
      <EntranceWordsContext.Provider value={words}>
        <Entrance {...props} />
      </EntranceWordsContext.Provider>
    );
  };
}

/** The card is read again so often: while it cannot be had, and while the doors are closed. */
const AGAIN_MS = 3_000;
const DOORS_MS = 15_000;

type Reading = { readonly kind: 'loading' | 'unreachable' | 'missing' } | { readonly kind: 'read'; readonly card: EventCard };

function Entrance({ attendance, why, isBeside }: EntranceProps): VNode {
  const reading = useSignal<Reading>({ kind: 'loading' });
  const usher = useSignal<Usher | undefined>(undefined);
  const round = useSignal(0);

  useEffect(() => {
    const ending = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = async (): Promise<void> => {
      const next = await readCard(attendance, usher);
      if (ending.signal.aborted) return;
      // What was read stays while it cannot be read again.
      if (next.kind === 'read' || reading.peek().kind !== 'read') reading.value = next;
      const isClosed = next.kind === 'read' && next.card.doors === 'not-yet';
      if (next.kind !== 'read' || isClosed)
        timer = setTimeout(() => void read(), (isClosed ? DOORS_MS : AGAIN_MS) * (0.7 + 0.6 * Math.random()));
    };
    void read();
    return () => {
      ending.abort();
      clearTimeout(timer);
    };
  }, [attendance, round.value]);

  const now = reading.value;
  if (now.kind === 'read' && usher.value !== undefined)
    return (
      <Open attendance={attendance} usher={usher.value} card={now.card} why={why} isBeside={isBeside} onNews={() => (round.value += 1)} />
    );
  return (
    <section class={isBeside ? 'entrance is-beside' : 'entrance'}>
      <Unread kind={now.kind} />
    </section>
  );
}

async function readCard(attendance: Attendance, usher: { value: Usher | undefined }): Promise<Reading> {
  try {
    usher.value = await attendance.usher();
    const answer = await usher.value.card();
    if (answer.ok) return { kind: 'read', card: answer.card };
    return { kind: answer.status === 404 ? 'missing' : 'unreachable' };
  } catch {
    return { kind: 'unreachable' };
  }
}

function Unread({ kind }: { readonly kind: Reading['kind'] }): VNode {
  const { say } = useEntranceWords();
  switch (kind) {
    case 'missing':
      return <Said title={say('notFound')} more={say('notFoundMore')} />;
    case 'unreachable':
      return (
        <div class="entrance-card" role="status">
          <p>{say('stillTrying')}</p>
        </div>
      );
    default:
      return (
        <div class="entrance-card" aria-busy="true">
          <span class="unseen">{say('loading')}</span>
          <span class="bone bone-title" />
          <span class="bone entrance-bone" />
          <span class="bone entrance-bone" />
        </div>
      );
  }
}

/** A sentence instead of a form. */
function Said({ title, more, when }: { readonly title: string; readonly more: string; readonly when?: string }): VNode {
  return (
    <div class="entrance-card" role="status">
      <h2 class="entrance-title">{title}</h2>
      {when !== undefined && <p class="entrance-when">{when}</p>}
      <p>{more}</p>
    </div>
  );
}

interface OpenProps extends EntranceProps {
  readonly usher: Usher;
  readonly card: EventCard;
  readonly onNews: () => void;
}

function Open({ attendance, usher, card, why, isBeside, onNews }: OpenProps): VNode {
  const { say } = useEntranceWords();
  const root = useRef<HTMLElement>(null);
  const saysToken = useSignal(attendance.token !== undefined);
  const registered = useSignal<Joined | null>(null);
  const reason = why === null ? null : whyPhrase(why, attendance.token !== undefined);
  const reasonText = reason === null ? null : why?.code === 'ROOM_BANNED' && why.message !== '' ? why.message : say(reason);

  // Whoever was looking at the picture a moment ago is told that it is gone, wherever his focus was.
  useEffect(() => {
    if (reasonText !== null && !isBeside) root.current?.focus();
  }, []);

  return (
    <section
      ref={root}
      class={isBeside ? 'entrance is-beside' : 'entrance'}
      style={brandStyle(card.branding)}
      tabIndex={-1}
      aria-labelledby="entrance-name"
    >
      {!isBeside && <EventHead card={card} />}
      <div class="entrance-side">
        {isBeside && (
          <h2 id="entrance-name" class="unseen">
            {say('enterTitle')}
          </h2>
        )}
        {reasonText !== null && reason !== 'tooManySessions' && (
          <p class="entrance-reason" role="alert">
            {reasonText}
          </p>
        )}
        {registered.value === null ? (
          <Way
            card={card}
            token={saysToken.value ? attendance.token : undefined}
            saysToken={saysToken.value}
            onOther={(form) => (saysToken.value = form === 'token')}
            first={reason === 'tooManySessions' ? problemOf({ ...NO, code: 'ROOM_TOO_MANY_SESSIONS' }, 'token') : null}
            onSend={async (form, filled) => {
              const entrance = await usher.ask(requestOf(form, filled, attendance));
              if (!entrance.ok) {
                const problem = problemOf(entrance, form);
                if (problem.isNews) onNews();
                return problem;
              }
              if (entrance.joined.token === undefined) usher.welcome(entrance.joined);
              else registered.value = entrance.joined;
              return null;
            }}
          />
        ) : (
          <Registered joined={registered.value} onEnter={(joined) => usher.welcome(joined)} />
        )}
      </div>
    </section>
  );
}

const NO = { ok: false, status: 409, code: '', message: '', waitSeconds: 0 } as const;

function requestOf(form: FormKind, { values, consent, takeOver }: Filled, { language, token }: Attendance): JoinRequest {
  const name = values['name']?.trim() ?? '';
  const shared = { lang: language, ...(name === '' ? {} : { name }), ...(consent === undefined ? {} : { consent }) };
  switch (form) {
    case 'password':
      return { ...shared, password: values['password'] ?? '' };
    case 'token':
      return { ...shared, token: values['token']?.trim() ?? token ?? '', ...(takeOver ? { takeOver } : {}) };
    case 'registration':
      return { ...shared, registration: values };
    case 'talk':
      return { ...shared, ...(token === undefined ? {} : { token }) };
  }
}

interface WayProps {
  readonly card: EventCard;
  /** Of the link, while the viewer wants to come in with it. */
  readonly token: string | undefined;
  readonly saysToken: boolean;
  readonly first: Problem | null;
  readonly onOther: (form: FormKind) => void;
  readonly onSend: (form: FormKind, filled: Filled) => Promise<Problem | null>;
}

const TITLES = { password: 'enterTitle', token: 'enterTitle', registration: 'registerTitle', talk: 'joinTalk' } as const;

function Way({ card, token, saysToken, first, onOther, onSend }: WayProps): VNode {
  const { say, when } = useEntranceWords();
  const face = faceOf(card, saysToken);
  if (face.kind === 'over') return <Said title={say('over')} more={card.ending.thanks === '' ? say('overMore') : card.ending.thanks} />;
  if (face.kind === 'not-yet') {
    const { opensAtMs } = card.waitingRoom;
    const opens = opensAtMs === null ? undefined : say('opensAt', { when: when(new Date(opensAtMs).toISOString()) });
    return <Said title={say('notYet')} more={say('notices')} {...(opens === undefined ? {} : { when: opens })} />;
  }
  const { form, other, isFull } = face;
  const isLinked = form === 'token' && token !== undefined;
  return (
    <div class="entrance-card">
      <h2 class="entrance-title">{say(isFull ? 'full' : TITLES[form])}</h2>
      {isFull && <p>{say('fullMore')}</p>}
      {isLinked && <p>{say('tokenLink')}</p>}
      <Form
        key={form}
        fields={fieldsOf(form, card, isLinked && first?.phrase !== 'tokenWrong')}
        // Whoever registered has agreed then.
        consent={card.access === 'registration' && form === 'token' ? { text: '', version: 0 } : card.consent}
        action={form === 'registration' ? 'register' : 'enter'}
        first={first}
        onSend={(filled) => onSend(form, filled)}
      />
      {other !== null && (
        <button type="button" class="entrance-other" onClick={() => onOther(other)}>
          {say(other === 'token' ? 'haveToken' : 'noToken')}
        </button>
      )}
    </div>
  );
}

function EventHead({ card }: { readonly card: EventCard }): VNode {
  const { say, when } = useEntranceWords();
  const logo = logoPath(card.branding);
  return (
    <div class="entrance-head">
      {logo !== undefined && <img class="entrance-logo" src={logo} alt="" />}
      <h1 id="entrance-name" class="entrance-event" dir="auto">
        {card.title}
      </h1>
      {card.startsAt !== null && (
        <p class="entrance-when">
          <time dateTime={card.startsAt}>{say('startsAt', { when: when(card.startsAt) })}</time>
        </p>
      )}
      {card.description !== '' && (
        <p class="entrance-about" dir="auto">
          {card.description}
        </p>
      )}
    </div>
  );
}
