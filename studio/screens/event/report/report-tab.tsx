import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useId } from 'preact/hooks';
import { MARK_NAMES } from '../../../../core/contracts/room/marks.ts';
import type { EventAnswer } from '../../../../core/contracts/room/organiser.ts';
import type { Asked, Report } from '../../../../core/contracts/room/report.ts';
import { Empty } from '../../../parts/empty.tsx';
import { Icon } from '../../../parts/icon.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { saveFile } from '../../../parts/save-file.ts';
import { Shown } from '../../../parts/shown.tsx';
import { askedState } from '../../../state/audience/report-parts.ts';
import { reportSheet } from '../../../state/audience/report-sheet.ts';
import { useResource } from '../../../state/resource.ts';
import { isAtLeast } from '../../../state/rights.ts';
import { useMe, useStudio } from '../../../state/studio.ts';
import { timeText } from '../../../words/dates.ts';
import { useWords } from '../../../words/words.ts';
import '../audience.css';
import { FeedbackCard } from './feedback-card.tsx';
import { PollResults } from './poll-results.tsx';
import { ViewersChart } from './viewers-chart.tsx';

/** While it is on air the numbers change. */
const AGAIN_MS = 15_000;

/** What an event amounted to. */
export function ReportTab({ event }: { readonly event: EventAnswer }): VNode {
  const words = useWords();
  const { api } = useStudio();
  const me = useMe();
  const report = useResource(() => api.report(event.id), [event.id]);
  const isLive = event.state === 'live';
  useEffect(() => {
    if (!isLive) return undefined;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void report.load();
    }, AGAIN_MS);
    return () => clearInterval(timer);
  }, [report, isLive]);
  return (
    <Shown of={report} rows={6}>
      {(value) =>
        value.wentLiveAt === null ? (
          <Empty icon="chart-column" title={words.say('repEmpty')}>
            <p>{words.say('repEmptyMore')}</p>
          </Empty>
        ) : (
          <div class="sections">
            {isLive && <Notice kind="info">{words.say('repNow')}</Notice>}
            <div class="list-top">
              <button type="button" class="button" onClick={() => void report.load()}>
                <Icon name="rotate-ccw" />
                {words.say('repReload')}
              </button>
              <div class="views">
                {isAtLeast(me.role, 'producer') && (
                  <a class="button" href={api.attendanceFile(event.id)} download>
                    <Icon name="users" />
                    {words.say('repPeopleFile')}
                  </a>
                )}
                <button
                  type="button"
                  class="button"
                  onClick={() => saveFile(`${event.slug}-numbers.csv`, reportSheet(event.title, value, words))}
                >
                  <Icon name="download" />
                  {words.say('repFile')}
                </button>
              </div>
            </div>
            <Everything report={value} />
          </div>
        )
      }
    </Shown>
  );
}

function Everything({ report }: { readonly report: Report }): VNode {
  const words = useWords();
  const { polls, questions, feedback } = report;
  return (
    <>
      <Figures report={report} />
      <Part title={words.say('repCurve')} more={words.say('repCurveMore')}>
        <ViewersChart report={report} />
      </Part>
      <Part
        title={words.say('repFeedback')}
        more={feedback.people === 0 ? words.say('repNoFeedback') : words.say('repFeedbackMore', { n: feedback.people })}
      >
        {feedback.people > 0 && (
          <div class="results">
            {MARK_NAMES.map((name) => (
              <FeedbackCard key={name} name={name} of={feedback[name]} />
            ))}
          </div>
        )}
      </Part>
      <Part title={words.say('repPolls')} more={polls.length === 0 ? words.say('repNoPolls') : undefined}>
        {polls.length > 0 && (
          <div class="results">
            {polls.map((poll) => (
              <PollResults key={poll.id} poll={poll} />
            ))}
          </div>
        )}
      </Part>
      <Part title={words.say('repQuestions')} more={questions.length === 0 ? words.say('repNoQuestions') : undefined}>
        {questions.length > 0 && (
          <ol class="asked">
            {questions.map((one, index) => (
              <Question key={index} asked={one} />
            ))}
          </ol>
        )}
      </Part>
    </>
  );
}

interface PartProps {
  readonly title: string;
  readonly more?: string | undefined;
  readonly children: ComponentChildren;
}

function Part({ title, more, children }: PartProps): VNode {
  const id = useId();
  return (
    <section class="card" aria-labelledby={id}>
      <div>
        <h2 id={id}>{title}</h2>
        {more !== undefined && <p class="hint">{more}</p>}
      </div>
      {children}
    </section>
  );
}

/** What one wants to know first. */
function Figures({ report }: { readonly report: Report }): VNode {
  const words = useWords();
  const { registered, messages, questions, attendance, wentLiveAt, endedAt } = report;
  const { watched, peak, peakAt, averageMinutes, minutes } = attendance;
  const onAirMs = Date.parse(endedAt ?? new Date().toISOString()) - Date.parse(wentLiveAt ?? '');
  const onAir = words.say('repOfMinutes', { n: Math.max(0, Math.round(onAirMs / 60_000)) });
  // where not everybody has to register the share says nothing
  const came =
    registered === 0 || watched > registered ? undefined : words.say('repWatchedOf', { share: words.percent(watched / registered) });
  const figures = [
    [words.say('repWatched'), words.number(watched), came],
    [
      words.say('repPeak'),
      words.number(peak),
      peakAt === null ? undefined : words.say('repPeakAt', { time: timeText(words.language, peakAt) }),
    ],
    [words.say('repAverage'), words.number(averageMinutes, averageMinutes < 10 ? 1 : 0), onAir],
    [words.say('repMinutes'), words.number(minutes), undefined],
    [words.say('repMessages'), words.number(messages), undefined],
    [words.say('repQuestions'), words.number(questions.length), undefined],
  ] as const;
  return (
    <dl class="big-figures" aria-label={words.say('repAttendance')}>
      {figures.map(([name, figure, more]) => (
        <div key={name} class="big-figure">
          <dt>{name}</dt>
          <dd class="figures">{figure}</dd>
          {more !== undefined && <dd class="big-more quiet figures">{more}</dd>}
        </div>
      ))}
    </dl>
  );
}

function Question({ asked }: { readonly asked: Asked }): VNode {
  const words = useWords();
  const { text, author, upvotes, state, answer } = asked;
  return (
    <li>
      <span class="asked-votes figures" title={words.say('repUpvotes')}>
        <Icon name="arrow-up" size={16} />
        {words.number(upvotes)}
        <span class="unseen">{words.say('repUpvotes')}</span>
      </span>
      <div class="row-main">
        <p dir="auto">{text}</p>
        <p class="quiet">
          <span dir="auto">{author ?? words.say('repAnonymous')}</span>
        </p>
        {answer !== null && answer !== '' && (
          <blockquote class="asked-answer" dir="auto">
            {answer}
          </blockquote>
        )}
      </div>
      <span class={askedState(state) === 'repAnswered' ? 'badge badge-published' : 'badge'}>{words.say(askedState(state))}</span>
    </li>
  );
}
