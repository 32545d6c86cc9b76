/** A report as one sheet for a spreadsheet: every number of the page, table under table. Pure. */
import { csvLine } from '../../../core/contracts/csv.ts';
import { MARK_NAMES, MARKS } from '../../../core/contracts/room/marks.ts';
import type { Report } from '../../../core/contracts/room/report.ts';
import type { Words } from '../../words/words.ts';
import { answersOf, askedState, MARK_PHRASES, startOfStep } from './report-parts.ts';

/** RFC 4180, UTF-8 with a mark by which spreadsheets know it. Numbers are written without separators, times in UTC. */
export function reportSheet(title: string, report: Report, words: Words): string {
  const { attendance, feedback, questions, polls, wentLiveAt, endedAt } = report;
  const rows: (readonly (string | number | null)[])[] = [
    [title],
    [words.say('repWentLive'), wentLiveAt],
    [words.say('repEnded'), endedAt],
    [words.say('repRegistered'), report.registered],
    [words.say('repCame'), attendance.came],
    [words.say('repWatched'), attendance.watched],
    [words.say('repPeak'), attendance.peak, attendance.peakAt],
    [words.say('repMinutes'), attendance.minutes],
    [words.say('repAverage'), attendance.averageMinutes],
    [words.say('repMessages'), report.messages],
    [],
    [words.say('repTime'), words.say('repViewers')],
    ...attendance.viewers.map((viewers, step) => [startOfStep(report, step), viewers]),
    ...polls.flatMap((poll) => [
      [],
      [words.say('repPoll'), poll.question],
      [words.say('repAnswer'), words.say('repVotes')],
      ...answersOf(poll, words).map(({ text, votes }) => [text, votes]),
    ]),
    ...MARK_NAMES.flatMap((name) => [
      [],
      [words.say(MARK_PHRASES[name]), feedback[name].score],
      [words.say('repMark'), words.say('repAnswers')],
      ...feedback[name].counts.map((count, index) => [MARKS[name].least + index, count]),
    ]),
    [],
    [words.say('repQuestion'), words.say('repAskedBy'), words.say('repUpvotes'), words.say('repState'), words.say('repAnswer')],
    ...questions.map(({ text, author, upvotes, state, answer }) => [text, author, upvotes, words.say(askedState(state)), answer]),
  ];
  return `\ufeff${rows.map((row) => csvLine(row.map((cell) => String(cell ?? '')))).join('')}`;
}
