import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { Shown } from '../parts/shown.tsx';
import { useWords } from '../words/words.ts';
import { useDesk } from './desk-context.ts';

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
                    <b dir="auto">{entry.by.name ?? entry.by.kind}</b> <span class="latin">{entry.act}</span>{' '}
                    <span class="quiet" dir="auto">
                      {factsText(entry.facts)}
                    </span>
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

/** What was told with it, short. */
function factsText(facts: Readonly<Record<string, unknown>>): string {
  return Object.entries(facts)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ')
    .slice(0, 120);
}
