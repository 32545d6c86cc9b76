import type { VNode } from 'preact';
import type { FeedbackSummary } from '../../../../core/contracts/room/feedback.ts';
import { type MarkName, MARKS } from '../../../../core/contracts/room/marks.ts';
import { MARK_PHRASES } from '../../../state/audience/report-parts.ts';
import { useWords } from '../../../words/words.ts';
import { Bar } from './bar.tsx';

interface FeedbackCardProps {
  readonly name: MarkName;
  readonly of: FeedbackSummary[MarkName];
}

/** One mark: what it comes to, and how often each was given, the best on top. */
export function FeedbackCard({ name, of: { answers, counts, score } }: FeedbackCardProps): VNode {
  const words = useWords();
  const { least, most } = MARKS[name];
  const greatest = Math.max(1, ...counts);
  const isNps = name === 'recommend';
  return (
    <article class="result">
      <h3>{words.say(MARK_PHRASES[name])}</h3>
      {score === null ? (
        <p class="quiet">{words.say('repNoScore')}</p>
      ) : (
        <>
          <p class="score figures">
            <strong>{words.number(score, isNps ? 0 : 1)}</strong>
            <span class="quiet">{isNps ? words.say('repNpsMore') : words.say('repRatingMore', { max: most })}</span>
          </p>
          <p class="quiet figures">{words.say('repCountAnswers', { n: answers })}</p>
          <table class="bars">
            <thead class="unseen">
              <tr>
                <th scope="col">{words.say('repMark')}</th>
                <th scope="col">{words.say('repAnswers')}</th>
              </tr>
            </thead>
            <tbody>
              {counts
                .map((count, index) => ({ mark: least + index, count }))
                .toReversed()
                .map(({ mark, count }) => (
                  <tr key={mark}>
                    <th scope="row" class="figures bars-mark">
                      {words.number(mark)}
                    </th>
                    <td class="bars-share figures">
                      <Bar share={count / greatest} look={isNps ? lookOf(mark) : ''} />
                      <span>{words.number(count)}</span>
                    </td>
                  </tr>
                ))}
            </tbody>
          </table>
        </>
      )}
    </article>
  );
}

/** Who promotes and who detracts, as the score counts them. */
function lookOf(mark: number): string {
  if (mark >= 9) return 'is-good';
  return mark <= 6 ? 'is-bad' : '';
}
