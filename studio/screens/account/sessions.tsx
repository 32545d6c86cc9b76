import type { VNode } from 'preact';
import { useSending } from '../../parts/form.tsx';
import { FailureNotice } from '../../parts/notice.tsx';
import { Section } from '../../parts/section.tsx';
import { Shown } from '../../parts/shown.tsx';
import { useResource } from '../../state/resource.ts';
import { useStudio } from '../../state/studio.ts';
import { dateTimeText } from '../../words/dates.ts';
import { useWords } from '../../words/words.ts';

/** The browsers in which one is signed in; any of them can be signed out from here. */
export function Sessions(): VNode {
  const words = useWords();
  const { api } = useStudio();
  const sending = useSending();
  const sessions = useResource(() => api.sessions());
  const end = async (id: string): Promise<void> => {
    const done = await sending.send(() => api.endSession(id));
    if (done !== undefined) await sessions.load();
  };
  return (
    <Section title={words.say('sessionsTitle')}>
      <FailureNotice failure={sending.failure.value} />
      <Shown of={sessions} rows={2}>
        {({ sessions: list }) => (
          <ul class="rows">
            {list.map(({ id, isThis, createdAt, seenAt }) => (
              <li key={id} class="row">
                <div class="row-main">
                  <strong>{words.say(isThis ? 'sessionThis' : 'sessionOther')}</strong>
                  <p class="quiet figures">
                    {words.say('sessionSeen', {
                      since: dateTimeText(words.language, createdAt),
                      seen: dateTimeText(words.language, seenAt),
                    })}
                  </p>
                </div>
                {!isThis && (
                  <button type="button" class="button grave" onClick={() => void end(id)}>
                    {words.say('sessionEnd')}
                  </button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Shown>
    </Section>
  );
}
