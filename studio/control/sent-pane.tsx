import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Encoder } from '../../core/contracts/room/installation.ts';
import { useWords } from '../words/words.ts';
import { useDesk } from './desk-context.ts';
import { LivePreview } from './live-preview.ts';

/** What the presenter sends, before anything is done to it; while that cannot be shown, the newest still of it. */
export function SentPane({ encoder }: { readonly encoder: Encoder | null | undefined }): VNode {
  const words = useWords();
  const desk = useDesk();
  const video = useRef<HTMLVideoElement>(null);
  const preview = useSignal<LivePreview | undefined>(undefined);
  const isMuted = useSignal(true);
  useEffect(() => {
    if (video.current === null || !('MediaSource' in window)) return undefined;
    const opened = new LivePreview(video.current, desk.api.previewUrl, () => Date.now() + desk.link.feed.peek().clockOffsetMs);
    preview.value = opened;
    return () => opened.close();
  }, [desk]);
  const status = desk.watch.status.value;
  const poster = status?.posterUrl ?? null;
  const isPlaying = preview.value?.isPlaying.value === true;
  const behind = preview.value?.behind.value ?? null;
  return (
    <section class="ctl-card ctl-view" aria-label={words.say('ctlSent')}>
      <h2>
        {words.say('ctlSent')}
        {encoder !== null && encoder !== undefined && (
          <span class="figures quiet" dir="ltr">
            {encoder.width}×{encoder.height}{' '}
            {encoder.frameRate === null ? '' : `${words.number(Math.round(encoder.frameRate * 10) / 10)} fps`}
          </span>
        )}
        {behind !== null && <span class="figures quiet">{words.say('ctlBehind', { seconds: words.number(behind, 1) })}</span>}
      </h2>
      <div class="ctl-picture">
        <video ref={video} class="ctl-video" muted={isMuted.value} playsInline hidden={!isPlaying} />
        {!isPlaying && poster === null && <p>{words.say('ctlSentNothing')}</p>}
        {!isPlaying && poster !== null && (
          // another address each time, so that it is the newest
          <img src={`${poster}?at=${status?.nowMs ?? 0}`} alt={words.say('ctlSentStill')} />
        )}
      </div>
      {isPlaying && (
        <button type="button" class="button small" aria-pressed={!isMuted.value} onClick={() => (isMuted.value = !isMuted.value)}>
          {words.say('ctlSound')}
        </button>
      )}
    </section>
  );
}
