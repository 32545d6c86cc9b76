/** Captions over the picture, and the card with their settings. Fetched when there is something to show. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type { Engine } from '../playback/engine.ts';
import { later } from '../view/later.tsx';
import type { CaptionFeed } from './caption-feed.ts';
import { areSettingsOpen, type CaptionLook, captionChoice } from './caption-look.ts';
import { CaptionScreen } from './caption-screen.ts';
import type { CaptionRow, CaptionRun } from './cea-608.ts';
import './captions.css';

/** Nearer to its frame than this nobody sees a caption come, in ms. */
const LOOK_MS = 50;
/** Rows from here on are in the lower half. */
const LOWER_ROW = 9;

const Settings = later(
  () => import('./caption-settings.tsx'),
  (module, language) => module.captionSettings(language),
);

interface CaptionsProps {
  readonly engine: Engine;
  readonly video: HTMLVideoElement;
}

export function Captions({ engine, video }: CaptionsProps): VNode {
  const feed = engine.facts.captions.value;
  return (
    <>
      {feed !== null && captionChoice.value.on && <Shown key={feed} feed={feed} video={video} />}
      {areSettingsOpen.value && <Settings onClose={() => (areSettingsOpen.value = false)} />}
    </>
  );
}

function Shown({ feed, video }: { readonly feed: CaptionFeed; readonly video: HTMLVideoElement }): VNode | null {
  const screen = useMemo(() => new CaptionScreen(feed), [feed]);
  const rows = useSignal<readonly CaptionRow[]>([]);
  useEffect(() => {
    const timer = setInterval(() => (rows.value = screen.at(video.currentTime)), LOOK_MS);
    return () => clearInterval(timer);
  }, [screen, video]);
  const { look } = captionChoice.value;
  const lowest = rows.value.at(-1)?.row;
  if (lowest === undefined) return null;
  const isLow = look.place === 'sent' ? lowest >= LOWER_ROW : look.place === 'bottom';
  // what rolls begins at the left, like writing; what pops on was put in the middle by its columns
  const isWritten = rows.value.every(({ column }) => column === rows.value[0]?.column);
  return (
    <div class="captions" dir="ltr" data-place={isLow ? 'bottom' : 'top'} data-written={isWritten}>
      <CaptionText look={look} rows={rows.value.map(({ runs }) => runs)} />
    </div>
  );
}

interface CaptionTextProps {
  readonly look: CaptionLook;
  readonly rows: readonly (readonly CaptionRun[])[];
}

/** Rows of letters, as the viewer wants them. */
export function CaptionText({ look, rows }: CaptionTextProps): VNode {
  const { size, face, ground, density, edge } = look;
  return (
    <div class="caption-text" data-size={size} data-face={face} data-ground={ground} data-density={density} data-edge={edge}>
      {rows.map((runs, index) => (
        <p key={index}>
          <span class="caption-row">
            {runs.map(({ text, colour, italic, underlined }, at) => (
              <span key={at} data-colour={look.colour === 'sent' ? colour : look.colour} data-italic={italic} data-underlined={underlined}>
                {text}
              </span>
            ))}
          </span>
        </p>
      ))}
    </div>
  );
}
