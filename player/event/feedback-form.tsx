import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { MARK_NAMES, type MarkName, MARKS } from '../../core/contracts/room/marks.ts';
import { EventIcon } from './event-icon.tsx';
import { type EventPhrase, useEventWords } from './event-words.ts';

const LIMIT_MS = 10_000;
const PHRASES: Readonly<Record<MarkName, readonly [ask: EventPhrase, low: EventPhrase, high: EventPhrase]>> = {
  rating: ['rateAsk', 'rateLow', 'rateHigh'],
  ease: ['easeAsk', 'easeLow', 'easeHigh'],
  recommend: ['recommendAsk', 'recommendLow', 'recommendHigh'],
};

/** One question at a time, one tap each; whoever stops has said what he said. */
export function FeedbackForm({ ticket }: { readonly ticket: string }): VNode {
  const words = useEventWords();
  const at = useSignal(0);
  const hasFailed = useSignal(false);
  const isBusy = useSignal(false);
  const name = MARK_NAMES[at.value];

  const give = async (asked: MarkName, mark: number): Promise<void> => {
    isBusy.value = true;
    hasFailed.value = !(await send({ ticket, [asked]: mark }));
    isBusy.value = false;
    if (!hasFailed.value) at.value += 1;
  };
  return (
    <section class="feedback" aria-label={words.say('feedback')}>
      {name === undefined ? (
        <p role="status">{words.say('feedbackThanks')}</p>
      ) : (
        <Question key={name} name={name} isBusy={isBusy.value} onMark={(mark) => void give(name, mark)} />
      )}
      {hasFailed.value && <p role="alert">{words.say('feedbackFailed')}</p>}
    </section>
  );
}

interface QuestionProps {
  readonly name: MarkName;
  readonly isBusy: boolean;
  readonly onMark: (mark: number) => void;
}

function Question({ name, isBusy, onMark }: QuestionProps): VNode {
  const words = useEventWords();
  const [ask, low, high] = PHRASES[name];
  const { least, most } = MARKS[name];
  return (
    <fieldset class="feedback-question" disabled={isBusy}>
      <legend>{words.say(ask)}</legend>
      <div class="feedback-marks">
        {Array.from({ length: most - least + 1 }, (_, index) => least + index).map((mark) => (
          <button
            key={mark}
            type="button"
            class="feedback-mark"
            aria-label={words.say('mark', { n: mark, max: most })}
            onClick={() => onMark(mark)}
          >
            {name === 'rating' ? <EventIcon name="star" /> : words.number(mark)}
          </button>
        ))}
      </div>
      <p class="feedback-ends">
        <span>{words.say(low)}</span>
        <span>{words.say(high)}</span>
      </p>
    </fieldset>
  );
}

async function send(body: object): Promise<boolean> {
  try {
    const answer = await fetch('/api/feedback', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(LIMIT_MS),
    });
    return answer.ok;
  } catch {
    return false;
  }
}
