import type { VNode } from 'preact';
import { LAYOUTS } from '../../core/contracts/room/entries.ts';
import type { StandingCue } from '../../core/contracts/room/frames.ts';
import { actOf, type Planned, undoOf } from '../../core/contracts/room/plan.ts';
import { showAt } from '../../ui/feed/stage-clock.ts';
import { useWords } from '../words/words.ts';
import { LAYOUT_PHRASES } from './cue-words.ts';
import type { Desk } from './desk.ts';
import { useDesk } from './desk-context.ts';
import { Act } from './row.tsx';

/** Does it to the room at once, on the frame that the host sees. */
export function doNow(desk: Desk, planned: Planned): Promise<boolean> {
  const chat = desk.link.feed.peek().view?.rules.chat;
  return desk.act(actOf(planned, desk.seenMs()), (offset) => undoOf(planned, offset, chat));
}

/** The layout, the banner and the redirect that stand now, with what takes them away. */
export function Standing(): VNode {
  const words = useWords();
  const desk = useDesk();
  const feed = desk.link.feed.value;
  const cues: readonly StandingCue[] = feed.view?.cues ?? [];
  const show = showAt(cues, Date.now() + feed.clockOffsetMs, feed.view?.firstLayout);
  const redirect = show.redirect;
  return (
    <div class="ctl-tools">
      <span role="group" aria-label={words.say('ctlLayout')} class="ctl-group">
        {LAYOUTS.map((layout) => (
          <button
            key={layout}
            type="button"
            class="button small"
            aria-pressed={show.layout === layout}
            onClick={() => show.layout !== layout && void doNow(desk, { kind: 'layout', layout })}
          >
            {words.say(LAYOUT_PHRASES[layout])}
          </button>
        ))}
      </span>
      {show.banner !== null && (
        <span class="ctl-standing">
          {words.say('ctlBanner')}: <b dir="auto">{show.banner.text}</b>
          <Act icon="x" label={words.say('ctlBannerOff')} onClick={() => void doNow(desk, { kind: 'banner-off' })} />
        </span>
      )}
      {redirect !== null && (
        <span class="ctl-standing">
          {words.say('ctlRedirect')}: <b class="latin">{redirect.url}</b>
          <Act icon="x" label={words.say('ctlUndo')} onClick={() => void desk.act({ act: 'undo-cue', offset: redirect.offset })} />
        </span>
      )}
    </div>
  );
}
