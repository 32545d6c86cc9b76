import type { VNode } from 'preact';
import type { AuditAnswer } from '../../../core/contracts/room/organiser.ts';
import { Empty } from '../../parts/empty.tsx';
import { More } from '../../parts/more.tsx';
import { Shown } from '../../parts/shown.tsx';
import { useResource } from '../../state/resource.ts';
import { useStudio } from '../../state/studio.ts';
import { actorText, actPhrase } from '../../words/act-words.ts';
import { dateTimeText } from '../../words/dates.ts';
import { useWords } from '../../words/words.ts';
import { Screen } from '../shell.tsx';

/** Who did what with raised rights. In words, and by the names of the API: they are what is searched for. */
export function AuditScreen(): VNode {
  const words = useWords();
  const { api } = useStudio();
  const entries = useResource(() => api.audit());
  return (
    <Screen title={words.say('auditTitle')}>
      <p class="quiet">{words.say('auditMore')}</p>
      <Shown of={entries} rows={8}>
        {({ entries: list, next }) =>
          list.length === 0 ? (
            <Empty icon="scroll-text" title={words.say('auditEmpty')} />
          ) : (
            <>
              <div class="wide" role="region" aria-label={words.say('auditTitle')} tabIndex={0}>
                <table class="log stack" role="table">
                  <thead role="rowgroup">
                    <tr role="row">
                      <th role="columnheader" scope="col">
                        {words.say('auditWhen')}
                      </th>
                      <th role="columnheader" scope="col">
                        {words.say('auditWho')}
                      </th>
                      <th role="columnheader" scope="col">
                        {words.say('auditWhat')}
                      </th>
                      <th role="columnheader" scope="col">
                        {words.say('auditFacts')}
                      </th>
                    </tr>
                  </thead>
                  <tbody role="rowgroup">
                    {list.map((entry) => (
                      <tr key={entry.id} role="row">
                        <td role="cell" class="figures">
                          {dateTimeText(words.language, entry.at)}
                        </td>
                        <td role="cell">
                          <bdi>{actorText(entry, words)}</bdi>
                        </td>
                        <td role="cell">
                          {words.say(actPhrase(entry))} <span class="latin mono quiet">{entry.act}</span>
                        </td>
                        <td role="cell" class="latin mono log-words">
                          {factsText(entry)}
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
              {next !== null && (
                <More
                  label={words.say('auditOlder')}
                  work={() => api.audit(next)}
                  onMore={(older) => entries.set({ entries: [...list, ...older.entries], next: older.next })}
                />
              )}
            </>
          )
        }
      </Shown>
    </Screen>
  );
}

/** The facts as they were noted, on one line. */
function factsText({ facts, texts }: AuditAnswer): string {
  const noted = Object.entries(facts).map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return [...noted, ...texts.map(({ kind, text }) => `${kind}: ${text}`)].join(', ');
}
