import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { QuestionView } from '../../../core/contracts/room/entries.ts';
import { isStaff } from '../../../core/contracts/room/roles.ts';
import type { RoomClient } from '../room-client.ts';
import { useRoomWords } from '../room-words.ts';
import { Composer } from './composer.tsx';
import { NameForm } from './name-form.tsx';
import { useFeed } from './use-feed.ts';

/** Most wanted first; what is pinned before all, what is answered after all. */
function inOrder(questions: readonly QuestionView[], upvotesOf: (question: QuestionView) => number): readonly QuestionView[] {
  const weight = (one: QuestionView): number => (one.isPinned ? 2 : one.state === 'open' ? 1 : 0);
  return questions
    .filter(({ state }) => state !== 'held' && state !== 'dismissed')
    .toSorted((one, other) => weight(other) - weight(one) || upvotesOf(other) - upvotesOf(one) || one.askedAtMs - other.askedAtMs);
}

/** What people ask, and where to ask. */
export function Questions({ client }: { readonly client: RoomClient }): VNode {
  const words = useRoomWords();
  const text = useSignal('');
  const isAnonymous = useSignal(false);
  const told = useSignal<{ readonly text: string; readonly isError: boolean } | undefined>(undefined);
  const view = useFeed(client, (feed) => feed.view);
  const upvotes = useFeed(client, (feed) => feed.upvotes);
  const you = useFeed(client, (feed) => feed.you);
  const upvotesOf = (question: QuestionView): number => upvotes[question.id] ?? question.upvotes;
  const shown = inOrder(view?.questions ?? [], upvotesOf);
  const isClosed = view?.rules.questions === false && (you === undefined || !isStaff(you.role));
  const ask = async (said: string): Promise<void> => {
    told.value = { text: words.say('pending'), isError: false };
    const verdict = await client.ask(said, isAnonymous.value && view?.rules.anonymousQuestions === true);
    if (verdict.ok) told.value = { text: words.say(verdict.isHeld ? 'askedHeld' : 'asked'), isError: false };
    else {
      told.value = { text: verdict.message ?? words.say('tooMuch'), isError: true };
      if (text.value === '') text.value = said;
    }
  };
  return (
    <>
      <ol class="room-questions" tabIndex={0} aria-label={words.say('questions')}>
        {shown.length === 0 && <li class="room-empty">{words.say('emptyQuestions')}</li>}
        {shown.map((question) => (
          <Question key={question.id} client={client} question={question} upvotes={upvotesOf(question)} />
        ))}
      </ol>
      {isClosed ? (
        <p class="room-closed">{words.say('questionsOff')}</p>
      ) : client.name.value === '' ? (
        <NameForm client={client} id="room-asker" />
      ) : (
        <Composer
          {...{ client, id: 'room-ask', text, placeholder: 'writeQuestion', action: 'ask' }}
          hint={told.value?.text}
          isError={told.value?.isError === true}
          onSend={(said) => void ask(said)}
        >
          {view?.rules.anonymousQuestions === true && (
            <label class="room-check">
              <input type="checkbox" checked={isAnonymous.value} onChange={(event) => (isAnonymous.value = event.currentTarget.checked)} />
              {words.say('anonymously')}
            </label>
          )}
        </Composer>
      )}
    </>
  );
}

interface QuestionProps {
  readonly client: RoomClient;
  readonly question: QuestionView;
  readonly upvotes: number;
}

function Question({ client, question, upvotes }: QuestionProps): VNode {
  const words = useRoomWords();
  const { author, text, state, answer, isPinned, id } = question;
  const isOn = client.upvoted.value.has(id);
  return (
    <li class={isPinned ? 'room-question is-pinned' : 'room-question'}>
      <button
        type="button"
        class="room-up"
        aria-pressed={isOn}
        aria-label={words.say('upvote', { n: upvotes })}
        disabled={state !== 'open'}
        onClick={() => void client.upvote(id, !isOn)}
      >
        <span aria-hidden="true">▲</span>
        <span aria-hidden="true">{words.number(upvotes)}</span>
      </button>
      <div class="room-asked">
        <p class="room-who">
          <bdi class="room-name">{author?.name ?? words.say('anonymous')}</bdi>
          {isPinned && <span class="room-badge is-staff">{words.say('pinned')}</span>}
          {state === 'answered' && <span class="room-badge">{words.say('answered')}</span>}
          {state === 'answered-live' && <span class="room-badge">{words.say('answeredLive')}</span>}
        </p>
        <p class="room-said" dir="auto">
          {text}
        </p>
        {answer !== null && (
          <p class="room-quote" dir="auto">
            {answer}
          </p>
        )}
      </div>
    </li>
  );
}
