/** The studio begins here: theme, language, who is signed in, then the app. */
import { render } from 'preact';
import { App, speakAsChosen } from './app.tsx';
import { Session } from './state/session.ts';
import { Studio } from './state/studio.ts';
import { beginTheme } from './state/theme.ts';
import { WordBook } from './words/word-book.ts';
import { pickLanguage } from './words/words.ts';
import './studio.css';

const root = document.getElementById('app');
if (root !== null) {
  beginTheme();
  const session = new Session((url, init) => fetch(url, init));
  const asked = new URLSearchParams(location.search).get('lang');
  const language = pickLanguage([...(asked === null ? [] : [asked]), ...navigator.languages]);
  const [book] = await Promise.all([WordBook.open(language), session.begin()]);
  const studio = new Studio(session, book);
  await speakAsChosen(studio);
  render(<App studio={studio} />, root);
}
