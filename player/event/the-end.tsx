import { useComputed, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { webAddress } from '../../ui/web-address.ts';
import type { Attendance } from '../state/attendance.ts';
import { Icon } from '../view/icon.tsx';
import { useWords } from '../view/words.ts';
import type { EventProps } from './event.tsx';
import { useEventWords } from './event-words.ts';
import { FeedbackForm } from './feedback-form.tsx';

/** Time to read where one is taken, and to stay. */
const COUNT_SECONDS = 15;

/** Instead of the picture when it is over: thanks, the replay once there is one, what the visitor thinks, where it goes on. */
export function TheEnd({ card, page, attendance }: EventProps & { readonly attendance: Attendance }): VNode {
  const words = useEventWords();
  const pageWords = useWords();
  const { ending, state } = card.value;
  const isReplayed = page.engine.facts.mode.value === 'recording';
  // The picture was live here; who comes later, or has watched the replay, is not taken anywhere.
  const hasSeenIt = page.engine.facts.started.value && !isReplayed;
  const hasReplay = useComputed(() => typeof page.status.value?.recordingUrl === 'string');
  const next = webAddress(ending.redirect);
  const ticket = attendance.joined.value?.ticket;
  return (
    <div class="veil veil-full ended">
      <div class="landing-body">
        <h2 class="card-title">{words.say('ended')}</h2>
        <p class="landing-message" dir="auto">
          {ending.thanks === '' ? words.say('thanks') : ending.thanks}
        </p>
        {hasReplay.value && (
          <button type="button" class="primary" onClick={() => page.engine.playRecording()}>
            <Icon name={isReplayed ? 'rotate-ccw' : 'play'} />
            {isReplayed ? pageWords.say('watchAgain') : words.say('watchRecording')}
          </button>
        )}
        {!hasReplay.value && <p class="landing-people">{words.say('recordingSoon')}</p>}
        {next !== undefined && <GoesOn url={next} isSeen={state === 'live' || hasSeenIt} />}
        {ticket !== undefined && <FeedbackForm ticket={ticket} />}
        {ending.kind === 'leave-open' && page.people.value > 0 && <p class="landing-people">{words.say('roomOpen')}</p>}
      </div>
    </div>
  );
}

/** Where the event goes on. Whoever saw it end is taken there, unless he stays. @param isSeen it has just ended. */
function GoesOn({ url, isSeen }: { readonly url: URL; readonly isSeen: boolean }): VNode | null {
  const words = useEventWords();
  const left = useSignal(isSeen ? COUNT_SECONDS : null);
  const isCounting = left.value !== null;
  useEffect(() => {
    if (!isCounting) return undefined;
    const timer = setInterval(() => {
      left.value = left.peek() === null ? null : Math.max(0, (left.peek() ?? 0) - 1);
      if (left.peek() === 0) location.assign(url);
    }, 1_000);
    return () => clearInterval(timer);
  }, [isCounting, url.href]);
  return (
    <div class="goes-on">
      {left.value !== null && <p>{words.say('goesOnIn', { n: left.value, host: url.host })}</p>}
      <div class="landing-tools">
        {left.value !== null && (
          <button type="button" class="landing-button" onClick={() => (left.value = null)}>
            {words.say('stay')}
          </button>
        )}
        <a class="landing-button" href={url.href} rel="noopener noreferrer">
          {words.say('goNow')}
        </a>
      </div>
    </div>
  );
}
