import type { VNode } from 'preact';
import type { EventAnswer } from '../../../../core/contracts/room/organiser.ts';
import { CopyLine } from '../../../parts/copy.tsx';
import { Shown } from '../../../parts/shown.tsx';
import { useResource } from '../../../state/resource.ts';
import { isAtLeast } from '../../../state/rights.ts';
import { useMe, useStudio } from '../../../state/studio.ts';
import { type Phrase, useWords } from '../../../words/words.ts';
import { EncoderCheck } from './encoder-check.tsx';
import { StreamKeys } from './stream-keys.tsx';

const OBS_STEPS: readonly Phrase[] = ['obs1', 'obs2', 'obs3', 'obs4', 'obs5'];

/** How an encoder gets to the event, and what arrives of it. */
export function StreamTab({ event }: { readonly event: EventAnswer }): VNode {
  const words = useWords();
  const { api } = useStudio();
  const me = useMe();
  const mayMake = isAtLeast(me.role, 'producer');
  const installation = useResource(() => api.installation());
  return (
    <div class="sections">
      <EncoderCheck event={event.id} />
      {mayMake && (
        <>
          <section class="card section-card" aria-labelledby="server">
            <div>
              <h2 id="server">{words.say('server')}</h2>
              <p class="hint">{words.say('serverMore')}</p>
            </div>
            <div class="form">
              <Shown of={installation} rows={1}>
                {({ rtmpUrl, rtmpsUrl }) => (
                  <>
                    {rtmpUrl !== null && <CopyLine label={words.say('serverUrl')} text={rtmpUrl} />}
                    {rtmpsUrl !== null && <CopyLine label={words.say('serverUrlSecure')} text={rtmpsUrl} />}
                    {rtmpUrl === null && <p class="quiet">{words.say('serverUnknown')}</p>}
                  </>
                )}
              </Shown>
            </div>
          </section>
          <StreamKeys event={event.id} rtmpUrl={installation.value?.rtmpUrl ?? null} />
          <section class="card section-card" aria-labelledby="obs">
            <div>
              <h2 id="obs">{words.say('obs')}</h2>
              <p class="hint">{words.say('obsMore')}</p>
            </div>
            <ol class="steps">
              {OBS_STEPS.map((phrase) => (
                <li key={phrase}>{words.say(phrase)}</li>
              ))}
            </ol>
          </section>
        </>
      )}
    </div>
  );
}
