import type { VNode } from 'preact';
import type { Encoder } from '../../core/contracts/room/installation.ts';
import { useWords } from '../words/words.ts';
import { useDesk } from './desk-context.ts';

/** What the presenter sends: the newest still of it, and what the encoder is. */
export function SentPane({ encoder }: { readonly encoder: Encoder | null | undefined }): VNode {
  const words = useWords();
  const desk = useDesk();
  const status = desk.watch.status.value;
  const poster = status?.posterUrl ?? null;
  return (
    <section class="ctl-card ctl-view" aria-label={words.say('ctlSent')}>
      <h2>
        {words.say('ctlSent')}
        {encoder !== null && encoder !== undefined && (
          <span class="figures quiet" dir="ltr">
            {encoder.width}×{encoder.height}{' '}
            {encoder.frameRate === null ? '' : `${words.number(Math.round(encoder.frameRate * 10) / 10)} fps`}
          </span>
        )}
      </h2>
      <div class="ctl-picture">
        {poster === null ? (
          <p>{words.say('ctlSentNothing')}</p>
        ) : (
          // another address each time, so that it is the newest
          <img src={`${poster}?at=${status?.nowMs ?? 0}`} alt={words.say('ctlSentStill')} />
        )}
      </div>
    </section>
  );
}
