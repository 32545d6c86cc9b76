/** What is pasted into a page of others so that an event is in it. */

/** Of an event, as docs/embedding.md writes them. */
export interface EmbedCode {
  readonly frame: string;
  readonly element: string;
}

/** @param origin where the event is, as `https://webcast.example`. @param title what a screen reader calls it; whatever is in it stays text. */
export function embedCode(origin: string, slug: string, title: string): EmbedCode {
  const name = attribute(title);
  const address = `${origin}/embed/${encodeURIComponent(slug)}`;
  const allow = 'autoplay; fullscreen; picture-in-picture; web-share';
  const style = 'border: 0; inline-size: 100%; aspect-ratio: 16 / 9; min-block-size: 20rem';
  return {
    frame: `<iframe src="${address}" title="${name}" allow="${allow}" referrerpolicy="origin" style="${style}"></iframe>`,
    element: `<script type="module" src="${origin}/embed.js"></script> <plenary-stage slug="${attribute(slug)}" label="${name}"></plenary-stage>`,
  };
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '"': '&quot;', '<': '&lt;', '>': '&gt;' };

function attribute(text: string): string {
  return text.replaceAll(/[&"<>]/g, (character) => ENTITIES[character] ?? '');
}
