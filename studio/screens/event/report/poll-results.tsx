import type { VNode } from 'preact';
import type { PollAnswer } from '../../../../core/contracts/room/organiser.ts';
import { Icon } from '../../../parts/icon.tsx';
import { answersOf } from '../../../state/audience/report-parts.ts';
import { useWords } from '../../../words/words.ts';
import { Bar } from './bar.tsx';

/** A poll as it ended: the chart is the table. */
export function PollResults({ poll }: { readonly poll: PollAnswer }): VNode {
  const words = useWords();
  const lines = answersOf(poll, words);
  const most = Math.max(...lines.map(({ votes }) => votes));
  return (
    <article class="result">
      <h3 dir="auto">{poll.question}</h3>
      <p class="quiet figures">
        {poll.final === null
          ? words.say('repCounting')
          : words.say(poll.kind === 'text' ? 'repTextPoll' : 'repVoters', { n: poll.final.voters })}
      </p>
      {lines.length > 0 && (
        <table class="bars">
          <thead class="unseen">
            <tr>
              <th scope="col">{words.say('repAnswer')}</th>
              <th scope="col">{words.say('repShare')}</th>
              <th scope="col">{words.say('repVotes')}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ text, votes, share, isRight }, index) => (
              <tr key={index}>
                <th scope="row">
                  <span dir="auto">{text}</span>
                  {isRight && (
                    <span class="bars-right">
                      <Icon name="check" size={16} />
                      {words.say('repRight')}
                    </span>
                  )}
                </th>
                <td class="bars-share figures">
                  <Bar share={share} look={votes === most && votes > 0 ? 'is-most' : ''} />
                  <span>{words.percent(share)}</span>
                </td>
                <td class="figures quiet">{words.number(votes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </article>
  );
}
