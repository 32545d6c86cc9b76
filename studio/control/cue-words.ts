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

/** What it does. @param polls of the event, for their questions. */
export function textOf(planned: Planned, words: Words, polls: readonly PollAnswer[]): string {
  const name = words.say(KIND_PHRASES[planned.kind]);
  switch (planned.kind) {
    case 'banner':
      return `${name}: ${planned.text}`;
    case 'layout':
      return `${name}: ${words.say(LAYOUT_PHRASES[planned.layout])}`;
    case 'chat':
      return `${name}: ${words.say(MODE_PHRASES[planned.chat])}`;
    case 'open-poll':
    case 'close-poll':
      return `${name}: ${polls.find(({ id }) => id === planned.poll)?.question ?? '?'}`;
    case 'redirect':
      return `${name}: ${planned.url}`;
    case 'banner-off':
      return name;
  }
}
