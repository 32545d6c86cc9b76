import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { PollKind, PollNumbers, PollState, ResultsWhen } from '../../core/contracts/room/entries.ts';
import { POLL_KINDS, RESULTS_WHEN } from '../../core/contracts/room/entries.ts';
import type { PollId } from '../../core/contracts/room/ids.ts';
import { actOf } from '../../core/contracts/room/plan.ts';
import type { PollAnswer } from '../../core/contracts/room/organiser.ts';
import { numbersOf } from '../../ui/feed/feed-state.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Choice, TextArea, TextField, Tick } from '../parts/field.tsx';
import { Form, useSending } from '../parts/form.tsx';
import { Icon } from '../parts/icon.tsx';
import { Shown } from '../parts/shown.tsx';
import { type Phrase, useWords } from '../words/words.ts';
import { useDesk } from './desk-context.ts';
import { BLANK_POLL, draftOf, hasOptions, optionsOf, type PollForm } from './poll-draft.ts';
import { Act } from './row.tsx';

const STATE_PHRASES: Readonly<Record<PollState, Phrase>> = {
  draft: 'ctlPollDraft',
  open: 'ctlPollOpen',
  closed: 'ctlPollClosed',
  archived: 'ctlPollArchived',
};
const KIND_PHRASES: Readonly<Record<PollKind, Phrase>> = {
  single: 'ctlPollSingle',
  multiple: 'ctlPollMultiple',
  text: 'ctlPollText',
  rating: 'ctlPollRating',
  nps: 'ctlPollNps',
};
const RESULTS_PHRASES: Readonly<Record<ResultsWhen, Phrase>> = {
  hidden: 'ctlResultsHidden',
  'after-voting': 'ctlResultsAfter',
  always: 'ctlResultsAlways',
};

/** Polls as they are prepared, open, counted. */
export function PollsPane(): VNode {
  const words = useWords();
  const desk = useDesk();
  const isWriting = useSignal(false);
  const { view } = desk.link.feed.value;
  // what the room was told of a poll is newer than the list
  const told = (view?.polls ?? []).map(({ id, state, results }) => `${id} ${state} ${results}`).join();
  useEffect(() => void desk.polls.load(), [desk, told]);
  return (
    <div class="ctl-pane">
      <div class="ctl-tools">
        <button type="button" class="button small" onClick={() => (isWriting.value = true)}>
          <Icon name="plus" size={16} />
          {words.say('ctlPollNew')}
        </button>
      </div>
      <div class="ctl-scroll" tabIndex={0} role="region" aria-label={words.say('ctlPolls')}>
        <Shown of={desk.polls} rows={2}>
          {({ polls }) =>
            polls.length === 0 ? (
              <p class="ctl-none">{words.say('ctlPollsEmpty')}</p>
            ) : (
              <ul class="ctl-polls">
                {polls
                  .filter(({ state }) => state !== 'archived')
                  .map((poll) => (
                    <PollRow key={poll.id} poll={poll} />
                  ))}
              </ul>
            )
          }
        </Shown>
      </div>
      {isWriting.value && <PollDialog onClose={() => (isWriting.value = false)} />}
    </div>
  );
}

function PollRow({ poll: listed }: { readonly poll: PollAnswer }): VNode {
  const words = useWords();
  const desk = useDesk();
  const feed = desk.link.feed.value;
  const id = listed.id as PollId;
  const known = feed.view?.polls.find((one) => one.id === id);
  const state = known?.state ?? (listed.state as PollState);
  const results = known?.results ?? listed.results;
  const numbers = numbersOf(feed, id) ?? listed.final ?? undefined;
  const isPublished = results === 'always';
  const publish = (to: ResultsWhen): void =>
    void desk.act({ act: 'poll-results', poll: id, results: to }, () => ({ act: 'poll-results', poll: id, results }));
  const remove = async (): Promise<void> => {
    const answer = await desk.api.deletePoll(id);
    if (answer.ok) await desk.polls.load();
    else desk.failed(answer.failure);
  };
  return (
    <li class={`ctl-poll is-${state}`}>
      <div class="ctl-poll-top">
        <span class={`badge badge-${state === 'open' ? 'live' : state}`}>{words.say(STATE_PHRASES[state])}</span>
        <b dir="auto">{listed.question}</b>
        <span class="quiet">{words.say(KIND_PHRASES[listed.kind])}</span>
        {listed.isTest && <span class="badge">{words.say('ctlPollTest')}</span>}
      </div>
      {state !== 'draft' && numbers !== undefined && <Results poll={listed} numbers={numbers} />}
      <div class="ctl-poll-acts">
        {state === 'draft' && (
          <>
            <button
              type="button"
              class="button small primary"
              onClick={() => void desk.act(actOf({ kind: 'open-poll', poll: id }, desk.seenMs()))}
            >
              <Icon name="play" size={16} />
              {words.say('ctlPollDoOpen')}
            </button>
            <Act icon="trash" label={words.say('ctlDelete')} onClick={() => void remove()} />
          </>
        )}
        {state === 'open' && (
          <button type="button" class="button small" onClick={() => void desk.act({ act: 'close-poll', poll: id })}>
            <Icon name="square" size={16} />
            {words.say('ctlPollDoClose')}
          </button>
        )}
        {state !== 'draft' && (
          <button type="button" class="button small" onClick={() => publish(isPublished ? 'hidden' : 'always')}>
            <Icon name={isPublished ? 'eye-off' : 'eye'} size={16} />
            {words.say(isPublished ? 'ctlPollHide' : 'ctlPollPublish')}
          </button>
        )}
        {state === 'closed' && (
          <button type="button" class="button small" onClick={() => void desk.act({ act: 'archive-poll', poll: id })}>
            {words.say('ctlPollDoArchive')}
          </button>
        )}
        {state !== 'draft' && <span class="quiet">{words.say(RESULTS_PHRASES[results])}</span>}
      </div>
    </li>
  );
}

/** How people have voted, each choice with its share of the voters. */
function Results({ poll, numbers }: { readonly poll: PollAnswer; readonly numbers: PollNumbers }): VNode {
  const words = useWords();
  const firstMark = poll.kind === 'rating' ? 1 : 0;
  return (
    <div class="ctl-results">
      <p class="quiet">{words.say('ctlVoters', { n: numbers.voters })}</p>
      <ul>
        {numbers.counts.map((count, index) => {
          const share = numbers.voters === 0 ? 0 : count / numbers.voters;
          const name = poll.options[index] ?? words.number(index + (poll.options.length === 0 ? firstMark : 0));
          return (
            <li key={index}>
              <span dir="auto">
                {name}
                {poll.correct.includes(index) && <Icon name="check" size={16} />}
              </span>
              <meter min={0} max={1} value={share} aria-label={name} />
              <span class="figures">
                {words.percent(share)} ({words.number(count)})
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** Writes one. */
function PollDialog({ onClose }: { readonly onClose: () => void }): VNode {
  const words = useWords();
  const desk = useDesk();
  const sending = useSending();
  const form = useSignal<PollForm>(BLANK_POLL);
  const set = (change: Partial<PollForm>): void => {
    form.value = { ...form.peek(), ...change };
  };
  const { kind, question, options, isChangeable, results, isTest, correct } = form.value;
  const draft = draftOf(form.value);
  const submit = async (): Promise<void> => {
    if (draft === undefined) return;
    const done = await sending.send(() => desk.api.createPoll(draft));
    if (done === undefined) return;
    await desk.polls.load();
    onClose();
  };
  return (
    <Dialog title={words.say('ctlPollNew')} onClose={onClose}>
      <Form sending={sending} onSubmit={() => void submit()} action={words.say('save')} isReady={draft !== undefined}>
        <Choice
          label={words.say('ctlPollKind')}
          value={kind}
          onChange={(to) => set({ kind: to })}
          options={POLL_KINDS.map((one) => [one, words.say(KIND_PHRASES[one])] as const)}
        />
        <TextField label={words.say('ctlPollQuestion')} focus maxLength={500} value={question} onInput={(to) => set({ question: to })} />
        {hasOptions(kind) && (
          <>
            <TextArea
              label={words.say('ctlPollOptions')}
              hint={words.say('ctlPollOptionsHint')}
              value={options}
              onInput={(to) => set({ options: to })}
            />
            <Tick
              label={words.say('ctlPollTest')}
              hint={words.say('ctlPollTestHint')}
              isOn={isTest}
              onChange={(to) => set({ isTest: to })}
            />
            {isTest &&
              optionsOf(options).map((option, index) => (
                <Tick
                  key={index}
                  label={words.say('ctlPollRight', { option })}
                  isOn={correct.includes(index)}
                  onChange={(isOn) => set({ correct: isOn ? [...correct, index] : correct.filter((one) => one !== index) })}
                />
              ))}
          </>
        )}
        <Choice
          label={words.say('ctlPollResults')}
          value={results}
          onChange={(to) => set({ results: to })}
          options={RESULTS_WHEN.map((one) => [one, words.say(RESULTS_PHRASES[one])] as const)}
        />
        <Tick label={words.say('ctlPollChangeable')} isOn={isChangeable} onChange={(to) => set({ isChangeable: to })} />
      </Form>
    </Dialog>
  );
}
