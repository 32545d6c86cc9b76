/** A cue of the plan in words. */
import type { Layout } from '../../core/contracts/room/entries.ts';
import type { PollAnswer } from '../../core/contracts/room/organiser.ts';
import type { Planned, PlannedKind } from '../../core/contracts/room/plan.ts';
import type { Phrase, Words } from '../words/words.ts';
import { MODE_PHRASES } from './chat-words.ts';

export const LAYOUT_PHRASES: Readonly<Record<Layout, Phrase>> = {
  picture: 'ctlLayoutPicture',
  'picture-chat': 'ctlLayoutBoth',
  slides: 'ctlLayoutSlides',
};
export const KIND_PHRASES: Readonly<Record<PlannedKind, Phrase>> = {
  banner: 'ctlBanner',
  'banner-off': 'ctlBannerOff',
  layout: 'ctlLayout',
  chat: 'ctlChatMode',
  'open-poll': 'ctlPollDoOpen',
  'close-poll': 'ctlPollDoClose',
  redirect: 'ctlRedirect',
};

/** What a cue does, and what with: what somebody wrote, which may run the other way. */
export interface CueText {
  readonly name: string;
  /** Empty: the name says all. */
  readonly detail: string;
}

/** @param polls of the event, for their questions. */
export function cueText(planned: Planned, words: Words, polls: readonly PollAnswer[]): CueText {
  return { name: words.say(KIND_PHRASES[planned.kind]), detail: detailOf(planned, words, polls) };
}

/** The same in one line, for a label. */
export function textOf(planned: Planned, words: Words, polls: readonly PollAnswer[]): string {
  const { name, detail } = cueText(planned, words, polls);
  return detail === '' ? name : `${name}: ${detail}`;
}

function detailOf(planned: Planned, words: Words, polls: readonly PollAnswer[]): string {
  switch (planned.kind) {
    case 'banner':
      return planned.text;
    case 'layout':
      return words.say(LAYOUT_PHRASES[planned.layout]);
    case 'chat':
      return words.say(MODE_PHRASES[planned.chat]);
    case 'open-poll':
    case 'close-poll':
      return polls.find(({ id }) => id === planned.poll)?.question ?? '?';
    case 'redirect':
      return planned.url;
    case 'banner-off':
      return '';
  }
}
