import type { VNode } from 'preact';
import { useSending } from '../../parts/form.tsx';
import { FailureNotice } from '../../parts/notice.tsx';
import { Shown } from '../../parts/shown.tsx';
import { useResource } from '../../state/resource.ts';
import { useStudio } from '../../state/studio.ts';
import { dateTimeText } from '../../words/dates.ts';
import { useWords } from '../../words/words.ts';

/** The newest calls of a webhook, and what became of them. */
export function Deliveries({ webhook }: { readonly webhook: string }): VNode {
  const words = useWords();
  const { api } = useStudio();
  const sending = useSending();
  const deliveries = useResource(() => api.deliveries(webhook), [webhook]);
  const again = async (id: string): Promise<void> => {
    const done = await sending.send(() => api.redeliver(webhook, id));
    if (done !== undefined) await deliveries.load();
  };
  return (
    <div class="form whole">
      <FailureNotice failure={sending.failure.value} />
      <Shown of={deliveries} rows={2}>
        {({ deliveries: list }) =>
          list.length === 0 ? (
            <p class="quiet">{words.say('deliveriesNone')}</p>
          ) : (
            <ul class="rows">
              {list.map(({ id, kind, createdAt, outcome, note }) => (
                <li key={id} class="row">
                  <span class="row-main">
                    <span class="latin mono">{kind}</span>
                    <span class="quiet figures"> {dateTimeText(words.language, createdAt)}</span>
                    {note !== '' && <span class="quiet latin"> {note}</span>}
                  </span>
                  <span class="badge">
                    {words.say(outcome === null ? 'deliveryWaiting' : outcome === 'delivered' ? 'deliveryDone' : 'deliveryFailed')}
                  </span>
                  {outcome !== null && (
                    <button type="button" class="button" onClick={() => void again(id)}>
                      {words.say('deliveryAgain')}
                    </button>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
    </div>
  );
}
