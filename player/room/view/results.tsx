import type { VNode } from 'preact';
import type { PollNumbers, PollView } from '../../../core/contracts/room/entries.ts';
import type { Choice } from '../../../core/contracts/room/frames.ts';
import { Icon } from '../../view/icon.tsx';
import { useRoomWords } from '../room-words.ts';

interface ResultsProps {
  readonly poll: PollView;
  readonly numbers: PollNumbers;
  /** One's own choice, where this page knows it. */
  readonly chosen: Choice | undefined;
}

/** Bars that grow, with the share in words; one's own and the right one are marked. */
export function Results({ poll, numbers, chosen }: ResultsProps): VNode {
  const words = useRoomWords();
  const first = poll.kind === 'rating' ? 1 : 0;
  const labels = poll.options.length > 0 ? poll.options : numbers.counts.map((_, index) => words.number(index + first));
  const isMine = (index: number): boolean =>
    chosen !== undefined && ('options' in chosen ? chosen.options.includes(index) : 'value' in chosen && chosen.value === index + first);
  return (
    <ul class="room-results">
      {labels.map((label, index) => {
        const share = numbers.voters === 0 ? 0 : (numbers.counts[index] ?? 0) / numbers.voters;
        const isRight = poll.correct?.includes(index) === true;
        return (
          <li key={index} class={isMine(index) ? 'room-result is-mine' : 'room-result'}>
            <progress class={isRight ? 'room-bar is-right' : 'room-bar'} max={1} value={share} aria-hidden="true" />
            <span class="room-answer" dir="auto">
              {label}
            </span>
            {isRight && (
              <span class="room-right">
                <Icon name="check" size={16} />
                <span class="unseen">{words.say('right')}</span>
              </span>
            )}
            <span class="room-share">{words.percent(share)}</span>
          </li>
        );
      })}
    </ul>
  );
}
