import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { PollView } from '../../../core/contracts/room/entries.ts';
import type { Choice } from '../../../core/contracts/room/frames.ts';
import { MAX_TEXT } from '../../../core/contracts/room/limits.ts';
import { useRoomWords } from '../room-words.ts';

interface BallotProps {
  readonly poll: PollView;
  /** What he chose before. */
  readonly before: Choice | undefined;
  readonly isBusy: boolean;
  readonly onVote: (choice: Choice) => void;
}

/** What can be chosen, and the button. */
export function Ballot({ poll, before, isBusy, onVote }: BallotProps): VNode {
  const words = useRoomWords();
  const choice = useSignal<Choice | undefined>(before);
  const ready = choice.value !== undefined && isWhole(choice.value) ? choice.value : undefined;
  return (
    <form
      class="room-ballot"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready !== undefined && !isBusy) onVote(ready);
      }}
    >
      <Choices poll={poll} choice={choice.value} onChange={(next) => (choice.value = next)} />
      <button type="submit" class="room-button" disabled={ready === undefined || isBusy}>
        {words.say('vote')}
      </button>
    </form>
  );
}

interface ChoicesProps {
  readonly poll: PollView;
  readonly choice: Choice | undefined;
  readonly onChange: (choice: Choice) => void;
}

function Choices({ poll, choice, onChange }: ChoicesProps): VNode {
  const words = useRoomWords();
  const { id, kind, options, maxChoices } = poll;
  if (kind === 'text') {
    const text = choice !== undefined && 'text' in choice ? choice.text : '';
    return (
      <textarea
        class="room-input room-text"
        dir="auto"
        rows={2}
        maxLength={MAX_TEXT}
        aria-label={words.say('yourAnswer')}
        placeholder={words.say('yourAnswer')}
        value={text}
        onInput={(event) => onChange({ text: event.currentTarget.value })}
      />
    );
  }
  if (kind === 'rating' || kind === 'nps') {
    const values = kind === 'rating' ? [1, 2, 3, 4, 5] : [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    const value = choice !== undefined && 'value' in choice ? choice.value : undefined;
    return (
      <fieldset class="room-scale" aria-labelledby={`poll-${id}`}>
        <div class="room-values">
          {values.map((one) => (
            <label key={one} class="room-value">
              <input type="radio" name={id} checked={value === one} onChange={() => onChange({ value: one })} />
              <span>{words.number(one)}</span>
            </label>
          ))}
        </div>
        {kind === 'nps' && (
          <p class="room-ends" aria-hidden="true">
            <span>{words.say('notLikely')}</span>
            <span>{words.say('veryLikely')}</span>
          </p>
        )}
      </fieldset>
    );
  }
  const chosen = choice !== undefined && 'options' in choice ? choice.options : [];
  const isFull = kind === 'multiple' && chosen.length >= maxChoices;
  return (
    <fieldset class="room-options" aria-labelledby={`poll-${id}`}>
      {kind === 'multiple' && <p class="room-hint">{words.say('upTo', { n: maxChoices })}</p>}
      {options.map((option, index) => {
        const isOn = chosen.includes(index);
        return (
          <label key={index} class="room-option">
            <input
              type={kind === 'single' ? 'radio' : 'checkbox'}
              name={id}
              checked={isOn}
              disabled={isFull && !isOn}
              onChange={() =>
                onChange({ options: kind === 'single' ? [index] : isOn ? chosen.filter((one) => one !== index) : [...chosen, index] })
              }
            />
            <span dir="auto">{option}</span>
          </label>
        );
      })}
    </fieldset>
  );
}

function isWhole(choice: Choice): boolean {
  if ('options' in choice) return choice.options.length > 0;
  return 'value' in choice || choice.text.trim() !== '';
}
