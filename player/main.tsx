/** The watch page begins here: which stream, which language, then the app. */
import { render } from 'preact';
import { asStreamId } from '../core/contracts/ids.ts';
import { warmUp } from './playback/open-source.ts';
import { loadRoom } from './room/load-room.ts';
import { App } from './view/app.tsx';
import { loadWords, pickLanguage } from './view/words.ts';
import './view/page.css';

/** @returns the stream's name out of `/watch/<stream>`. */
function streamOf(path: string): string {
  return decodeURIComponent(/\/watch\/([^/]+)/.exec(path)?.[1] ?? '');
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

const app = document.getElementById('app');
if (app !== null) {
  warmUp();
  const asked = new URLSearchParams(location.search).get('lang');
  const language = pickLanguage([...(asked === null ? [] : [asked]), ...navigator.languages]);
  const words = await untilLoaded(() => loadWords(language));
  document.documentElement.lang = words.language;
  document.documentElement.dir = words.direction;
  app.replaceChildren();
  const stream = asStreamId(streamOf(location.pathname));
  render(
    <App
      stream={stream}
      words={words}
      {...(stream === undefined ? {} : { loadPanel: (engine) => loadRoom(stream, words.language, engine) })}
    />,
    app,
  );
}
