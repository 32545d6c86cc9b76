import type { VNode } from 'preact';
import type { Report } from '../../../../core/contracts/room/report.ts';
import { curveOf, marksOf } from '../../../state/audience/curve.ts';
import { startOfStep } from '../../../state/audience/report-parts.ts';
import { timeText } from '../../../words/dates.ts';
import { useWords } from '../../../words/words.ts';

/** How many times stand below. */
const MOST_MARKS = 6;
/** A time that begins farther right than this does not fit any more. */
const LAST_MARK = 0.9;

/** How many watched, over the time on air; the same as a table. Time goes from left to right in every language, as on a clock face. */
export function ViewersChart({ report }: { readonly report: Report }): VNode {
  const words = useWords();
  const { viewers } = report.attendance;
  const { line, field, ticks } = curveOf(viewers);
  const timeOf = (step: number): string => timeText(words.language, startOfStep(report, step));
  const marks = marksOf(viewers.length, MOST_MARKS);
  return (
    <>
      <div class="curve" dir="ltr" role="img" aria-label={words.say('repCurve')}>
        <div class="curve-ticks figures" aria-hidden="true">
          {ticks.toReversed().map((tick) => (
            <span key={tick}>{words.number(tick)}</span>
          ))}
        </div>
        <svg class="curve-field" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
          {ticks.map((_, index) => {
            const y = (index / (ticks.length - 1)) * 100;
            return <line key={index} class="curve-grid" x1="0" x2="100" y1={y} y2={y} />;
          })}
          <path class="curve-below" d={field} />
          <path class="curve-line" d={line} />
        </svg>
        <svg class="curve-times figures" aria-hidden="true">
          {marks
            .map((step) => ({ step, share: step / viewers.length }))
            .filter(({ share }) => share < LAST_MARK)
            .map(({ step, share }) => (
              <text key={step} x={`${(share * 100).toFixed(2)}%`} y="1em">
                {timeOf(step)}
              </text>
            ))}
        </svg>
      </div>
      <details>
        <summary>{words.say('repTable')}</summary>
        <div class="wide curve-table" tabIndex={0} role="region" aria-label={words.say('repCurve')}>
          <table class="log">
            <thead>
              <tr>
                <th scope="col">{words.say('repTime')}</th>
                <th scope="col">{words.say('repViewers')}</th>
              </tr>
            </thead>
            <tbody>
              {viewers.map((count, step) => (
                <tr key={step} class="figures">
                  <th scope="row">{timeOf(step)}</th>
                  <td>{words.number(count)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </>
  );
}
