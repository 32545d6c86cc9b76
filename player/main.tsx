/** The watch page begins here: which stream, which language, then the app. */
import { render } from 'preact';
import { asStreamId } from '../core/contracts/ids.ts';
import { embedderOf } from './embed/embedder-origin.ts';
import type { Usher } from './entrance/usher.ts';
import { lazily } from './playback/lazily.ts';
import { warmUp } from './playback/open-source.ts';
import { loadEvent } from './event/load-event.ts';
import { loadRoom } from './room/load-room.ts';
import { Attendance } from './state/attendance.ts';
import { takeLinkToken } from './state/link-token.ts';
import type { PageFacts } from './state/page-facts.ts';
import { nowhere, pollStatus } from './state/status-poll.ts';
import { App } from './view/app.tsx';
import { loadWords, pickLanguage } from './view/words.ts';
import './view/page.css';

/** @returns the stream's name out of `/watch/<stream>` or `/embed/<stream>`. */
function streamOf(path: string): string {
  return decodeURIComponent(/\/(?:watch|embed)\/([^/]+)/.exec(path)?.[1] ?? '');
}

/** Through a server that is just starting again, too. */
async function untilLoaded<T>(load: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await load();
    } catch {
      await new Promise((resolve) => {
        setTimeout(resolve, 1_000);
      });
    }
  }
}

const usherCode = lazily(() => import('./entrance/usher.ts'));

async function loadUsher(attendance: Attendance): Promise<Usher> {
  const { Usher } = await usherCode();
  return new Usher(attendance, { desk: { origin: location.origin, language: attendance.language } });
}

const embedder = lazily(() => import('./embed/embedder.ts'));

/** The page around ours is told what goes on. @param origin it alone. */
async function tellAround(page: PageFacts, origin: string): Promise<void> {
  const { tellEmbedder } = await untilLoaded(embedder);
  tellEmbedder(page, (message) => parent.postMessage(message, origin));
}

/** The pages around ours, the nearest first, where the browser tells. */
const ancestorsOf = (place: { readonly ancestorOrigins?: DOMStringList }): DOMStringList | undefined => place.ancestorOrigins;

const app = document.getElementById('app');
if (app !== null) {
  const around = parent === window ? undefined : embedderOf(ancestorsOf(location), document.referrer);
  // In a page of somebody else: this is us, and not a refusal (embed/plenary-stage.ts).
  if (around !== undefined) parent.postMessage('plenary-here', around);
  const token = takeLinkToken();
  warmUp();
  const asked = new URLSearchParams(location.search).get('lang');
  const language = pickLanguage([...(asked === null ? [] : [asked]), ...navigator.languages]);
  const stream = asStreamId(streamOf(location.pathname));
  const attendance = new Attendance({ slug: stream ?? '', language, token, loadUsher });
  // asked beside the words, not after them
  const poll = stream === undefined ? nowhere() : pollStatus(stream, attendance);
  const words = await untilLoaded(() => loadWords(language));
  document.documentElement.lang = words.language;
  document.documentElement.dir = words.direction;
  app.replaceChildren();
  render(
    <App
      poll={poll}
      words={words}
      attendance={attendance}
      {...(stream === undefined
        ? {}
        : {
            loadPanel: (page) => loadRoom(attendance, page),
            loadEvent: (page) => loadEvent(attendance, page),
            ...(around === undefined ? {} : { tellAround: (page: PageFacts) => tellAround(page, around) }),
          })}
    />,
    app,
  );
}
