import { useSignal, useSignalEffect } from '@preact/signals';
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { QuestionView } from '../../core/contracts/room/entries.ts';
import type { QuestionId } from '../../core/contracts/room/ids.ts';
import type { FeedState } from '../../ui/feed/feed-state.ts';
import { useWords } from '../words/words.ts';
import { useCommands } from './commands.ts';
import { kept, moved } from './cursor.ts';
import { useDesk } from './desk-context.ts';
import { boardOf } from './questions.ts';
import { Act, Row } from './row.tsx';

/** In the order of the page. */
function shownOf({ view, upvotes }: FeedState): readonly QuestionView[] {
  const { held, open, done } = boardOf(view?.questions ?? [], upvotes);
  return [...held, ...open, ...done];
}

/** What the audience asks: approved, answered live, put aside; those with most votes first. */
export function QuestionsPane(): VNode {
  const words = useWords();
  const desk = useDesk();
  const { view, upvotes } = desk.link.feed.value;
  const { held, open, done } = boardOf(view?.questions ?? [], upvotes);
  const all = [...held, ...open, ...done];
  const current = useSignal<QuestionId | undefined>(undefined);
  const before = useRef<readonly QuestionId[]>([]);
  // at once, not when it is drawn: keys come in between
  useSignalEffect(() => {
    const ids = shownOf(desk.link.feed.value).map(({ id }) => id);
    current.value = kept(before.current, ids, current.peek());
    before.current = ids;
  });
  useCommands((command) => {
    const shown = shownOf(desk.link.feed.peek());
    const order = shown.map(({ id }) => id);
    const at = current.peek();
    if (command === 'next' || command === 'previous') {
      current.value = moved(order, at, command === 'next' ? 1 : -1);
      return true;
    }
    const question = shown.find(({ id }) => id === at);
    if (question === undefined) return false;
    switch (command) {
      case 'approve':
        if (question.state === 'held') void desk.act({ act: 'show-question', question: question.id });
        return true;
      case 'remove':
        current.value = kept(
          order,
          order.filter((id) => id !== at),
          at,
        );
        void desk.act({ act: 'dismiss-question', question: question.id });
        return true;
      case 'answered':
        void desk.act({ act: 'answered-live', question: question.id });
        return true;
      case 'pin':
        void desk.act({ act: 'pin-question', question: question.id, isPinned: !question.isPinned });
        return true;
      default:
        return false;
    }
  });
  const rows = (questions: readonly QuestionView[]): VNode => (
    <ul>
      {questions.map((one) => (
        <QuestionRow key={one.id} question={one} isCurrent={one.id === current.value} onChoose={() => (current.value = one.id)} />
      ))}
    </ul>
  );
  return (
    <div class="ctl-pane">
      <QuestionRules />
      <div class="ctl-scroll" tabIndex={0} role="region" aria-label={words.say('ctlQuestions')}>
        {all.length === 0 && <p class="ctl-none">{words.say('ctlQuestionsEmpty')}</p>}
        {held.length > 0 && (
          <section class="ctl-held">
            <h3>{words.say('ctlQuestionsHeld', { n: held.length })}</h3>
            {rows(held)}
          </section>
        )}
        {rows(open)}
        {done.length > 0 && (
          <section>
            <h3>{words.say('ctlQuestionsDone')}</h3>
            {rows(done)}
          </section>
        )}
      </div>
    </div>
  );
}

function QuestionRules(): VNode {
  const words = useWords();
  const desk = useDesk();
  const rules = desk.link.feed.value.view?.rules;
  const tick = (name: 'questions' | 'moderateQuestions', label: string): VNode => (
    <label class="ctl-tick">
      <input
        type="checkbox"
        disabled={rules === undefined}
        checked={rules?.[name] === true}
        onChange={(event) => void desk.act({ act: 'rules', change: { [name]: event.currentTarget.checked } })}
      />
      <span>{label}</span>
    </label>
  );
  return (
    <div class="ctl-tools">
      {tick('questions', words.say('ctlQuestionsOn'))}
      {tick('moderateQuestions', words.say('ctlQuestionsModerated'))}
    </div>
  );
}

interface QuestionRowProps {
  readonly question: QuestionView;
  readonly isCurrent: boolean;
  readonly onChoose: () => void;
}

function QuestionRow({ question, isCurrent, onChoose }: QuestionRowProps): VNode {
  const words = useWords();
  const desk = useDesk();
  const { id, state, isPinned, author, upvotes, text } = question;
  const isDone = state === 'answered' || state === 'answered-live';
  return (
    <Row
      isCurrent={isCurrent}
      onChoose={onChoose}
      look={state === 'held' ? 'is-held' : isPinned ? 'is-pinned' : isDone ? 'is-done' : ''}
      actions={
        <>
          {state === 'held' && (
            <Act
              icon="check"
              look="good"
              label={words.say('ctlApprove')}
              keyName="a"
              onClick={() => void desk.act({ act: 'show-question', question: id })}
            />
          )}
          {state === 'open' && (
            <Act
              icon="circle-check"
              label={words.say('ctlAnsweredLive')}
              keyName="l"
              onClick={() => void desk.act({ act: 'answered-live', question: id })}
            />
          )}
          {state === 'open' && (
            <Act
              icon="pin"
              isPressed={isPinned}
              label={words.say('ctlPin')}
              keyName="p"
              onClick={() => void desk.act({ act: 'pin-question', question: id, isPinned: !isPinned })}
            />
          )}
          <Act
            icon="trash"
            label={words.say('ctlDismiss')}
            keyName="d"
            onClick={() => void desk.act({ act: 'dismiss-question', question: id })}
          />
        </>
      }
    >
      <span class="ctl-count figures" title={words.say('ctlVotes', { n: upvotes })}>
        {words.number(upvotes)}
      </span>{' '}
      <b dir="auto">{author === null ? words.say('ctlAnonymous') : author.name}</b> <span dir="auto">{text}</span>
      {isDone && <span class="badge">{words.say('ctlAnswered')}</span>}
    </Row>
  );
}
