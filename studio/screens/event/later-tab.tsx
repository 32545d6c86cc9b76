import type { FunctionComponent, VNode } from 'preact';
import type { EventAnswer } from '../../../core/contracts/room/organiser.ts';
import { useLater } from '../../parts/use-later.ts';
import { useWords } from '../../words/words.ts';

/** What there is of one event, as a part of its own. */
export type Tab = FunctionComponent<{ readonly event: EventAnswer }>;

interface LaterTabProps {
  readonly event: EventAnswer;
  readonly load: () => Promise<Tab>;
}

/** A part of an event that is fetched when it is opened. */
export function LaterTab({ event, load }: LaterTabProps): VNode {
  const words = useWords();
  const { state, again } = useLater(load);
  if (typeof state === 'object') return <state.value event={event} />;
  if (state === undefined) return <div class="bones" role="status" aria-label={words.say('loading')} />;
  return (
    <div class="card trouble">
      <h2>{words.say('loadFailed')}</h2>
      <button type="button" class="button" onClick={again}>
        {words.say('tryAgain')}
      </button>
    </div>
  );
}
