/**
 * `<plenary-stage slug="…">`: an event in a page of somebody else, in a frame of its own. Served as it is, as `/embed.js`, from where the event is; the
 * event says which pages may (`embedOrigins`).
 *
 * Attributes: `slug`; `lang` (else the browser's languages); `label`, what a screen reader calls the frame.
 */

/** Where this file came from: the event is there, too. */
const ORIGIN = new URL(import.meta.url).origin;
const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,48}[a-z0-9])?$/;
const ALLOW = 'autoplay; fullscreen; picture-in-picture; web-share';

class PlenaryStage extends HTMLElement {
  static readonly observedAttributes = ['slug', 'lang', 'label'];
  readonly #frame = document.createElement('iframe');

  constructor() {
    super();
    const style = new CSSStyleSheet();
    style.replaceSync(
      ':host { display: block; aspect-ratio: 16 / 9; min-block-size: 20rem } :host([hidden]) { display: none } iframe { inline-size: 100%; block-size: 100%; border: 0 }',
    );
    const root = this.attachShadow({ mode: 'closed' });
    root.adoptedStyleSheets = [style];
    this.#frame.allow = ALLOW;
    this.#frame.allowFullscreen = true;
    this.#frame.loading = 'lazy';
    this.#frame.referrerPolicy = 'origin';
    root.append(this.#frame);
  }

  attributeChangedCallback(): void {
    const slug = this.getAttribute('slug') ?? '';
    const lang = this.getAttribute('lang');
    this.#frame.title = this.getAttribute('label') ?? 'Live event';
    if (!SLUG.test(slug)) {
      this.#frame.removeAttribute('src');
      return;
    }
    const query = lang === null ? '' : `?lang=${encodeURIComponent(lang)}`;
    const address = `${ORIGIN}/embed/${slug}${query}`;
    if (this.#frame.src !== address) this.#frame.src = address;
  }
}

if (customElements.get('plenary-stage') === undefined) customElements.define('plenary-stage', PlenaryStage);
