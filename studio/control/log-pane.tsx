import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { AuditAnswer } from '../../core/contracts/room/organiser.ts';
import { Shown } from '../parts/shown.tsx';
import { actorText, actPhrase } from '../words/act-words.ts';
import { useWords } from '../words/words.ts';
import { useDesk } from './desk-context.ts';
import { detailOf } from './log-text.ts';

/** Many things at once are one look. */
const SOON_MS = 700;

/** Who did what when. */
export function LogPane(): VNode {
  const words = useWords();
  const desk = useDesk();
  const { acts } = desk.link.staff.value;
  const state = desk.state.value;
  useEffect(() => {
    const timer = setTimeout(() => void desk.log.load(), SOON_MS);
    return () => clearTimeout(timer);
  }, [desk, acts, state]);
  return (
    <div class="ctl-pane">
      <div class="ctl-scroll" tabIndex={0} role="region" aria-label={words.say('ctlLog')}>
        <Shown of={desk.log} rows={2}>
          {({ entries }) => (
            <ul>
              {entries.map((entry) => (
                <li key={entry.id} class="ctl-row">
                  <div class="ctl-row-main">
                    <time class="quiet figures" dateTime={entry.at}>
                      {words.time(Date.parse(entry.at))}
                    </time>{' '}
                    <b dir="auto">{actorText(entry, words)}</b> <span title={entry.act}>{words.say(actPhrase(entry))}</span>{' '}
                    <Detail entry={entry} />
                  </div>
                </li>
              ))}
            </ul>
          )}
        </Shown>
      </div>
    </div>
  );
}

/** What was chosen, if that says more. */
function Detail({ entry }: { readonly entry: AuditAnswer }): VNode | null {
  const words = useWords();
  const detail = detailOf(entry);
  return detail === undefined ? null : <span class="quiet">· {words.say(detail)}</span>;
}
