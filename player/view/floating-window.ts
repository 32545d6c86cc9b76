/** What stands in the window that floats: the stage and the talk themselves, moved there and back. Fetched when it is first wanted. */
import { CARD_CATALOGUES } from './card-words.tsx';
import type { Floating } from './floating.ts';
import './floating-window.css';

/** @throws when its words or styles do not come; then nothing was moved. */
export async function furnish(opened: Window, { stage, video, onKey }: Floating, talk: HTMLElement): Promise<void> {
  const { document: page } = opened;
  const words = await (CARD_CATALOGUES[document.documentElement.lang] ?? CARD_CATALOGUES['en'])?.();
  const follow = (): void => {
    const { lang, dir, dataset, style } = document.documentElement;
    Object.assign(page.documentElement, { lang, dir, className: 'floating' });
    Object.assign(page.documentElement.dataset, dataset);
    if (dataset['theme'] === undefined) delete page.documentElement.dataset['theme'];
    page.documentElement.style.cssText = style.cssText;
    page.title = document.title;
  };
  follow();
  await copySheets(page);
  if (opened.closed) return;

  // Later: what a menu brings along, another theme.
  const watching = new MutationObserver(() => {
    follow();
    void copySheets(page);
  });
  watching.observe(document.head, { childList: true });
  watching.observe(document.documentElement, { attributes: true });

  const homes = [stage, talk].map((part) => ({ part, home: part.parentElement }));
  const note = noteOf(words?.default.floatingAway ?? '', words?.default.floatingBack ?? '', () => opened.close());
  keepPlaying(video, () => page.body.append(stage, talk));
  homes[0]?.home?.append(note);
  opened.addEventListener('keydown', onKey);
  opened.addEventListener(
    'pagehide',
    () => {
      watching.disconnect();
      const wasHere = note.contains(document.activeElement);
      note.remove();
      keepPlaying(video, () => {
        for (const { part, home } of homes) home?.append(part);
      });
      if (wasHere) stage.querySelector<HTMLElement>('[aria-keyshortcuts=p]')?.focus();
    },
    { once: true },
  );
}

/** A picture that changes its document may be stopped by the browser; and Chromium may tell of no further frame of it, which only figures are made of. */
function keepPlaying(video: HTMLVideoElement, move: () => void): void {
  const wasPaused = video.paused;
  move();
  // Refused: then the viewer has the button.
  if (!wasPaused && video.paused) video.play().catch(() => {});
}

/** Every sheet of our page that the window does not have; resolves when they are there. @throws when one does not come. */
async function copySheets(page: Document): Promise<void> {
  const links = Array.from(document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]'));
  const missing = links.filter(({ href }) => page.querySelector(`link[href="${CSS.escape(href)}"]`) === null);
  await Promise.all(
    missing.map(
      ({ href }) =>
        new Promise<void>((resolve, reject) => {
          const link = page.createElement('link');
          link.rel = 'stylesheet';
          link.href = href;
          link.addEventListener('load', () => resolve());
          link.addEventListener('error', () => reject(new Error(`no styles: ${href}`)));
          page.head.append(link);
        }),
    ),
  );
}

/** What stands where the picture was. */
function noteOf(away: string, back: string, onBack: () => void): HTMLElement {
  const note = document.createElement('div');
  const sentence = document.createElement('p');
  const button = document.createElement('button');
  note.className = 'stage floating-note';
  sentence.textContent = away;
  sentence.setAttribute('role', 'status');
  button.type = 'button';
  button.className = 'primary';
  button.textContent = back;
  button.addEventListener('click', onBack);
  note.append(sentence, button);
  return note;
}
