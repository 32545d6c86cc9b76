/**
 * `<plenary-stage slug="…">`: an event in a page of somebody else, in a frame of its own. Served as it is, as `/embed.js`, from where the event is; the
 * event says which pages may (`embedOrigins`). Where it may not be shown, the element says so and leads to the event's own page. What it imports is put
 * into the file by the build.
 *
 * Attributes: `slug`; `lang` (else the browser's languages); `label`, what a screen reader calls the frame.
 * Events: `plenary-state` (`detail.state`), `plenary-play`, `plenary-pause`; `state` is the last that was told. docs/embedding.md says what they mean.
 */
import { EMBED_REFUSAL } from '../../core/contracts/embed-refusal.ts';
import type { Language } from '../../core/contracts/room/event.ts';

/** Where this file came from: the event is there, too. */
const ORIGIN = new URL(import.meta.url).origin;
const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,48}[a-z0-9])?$/;
const ALLOW = 'autoplay; fullscreen; picture-in-picture; web-share';
/** The page in the frame speaks before it is loaded. A frame that is loaded and has said nothing for so long shows a refusal of the browser. */
const SILENCE_MS = 2_000;
const STYLE = `
  :host { display: block; position: relative; inline-size: 100%; aspect-ratio: 16 / 9; min-block-size: 20rem }
  :host([hidden]) { display: none }
  iframe { inline-size: 100%; block-size: 100%; border: 0 }
  iframe.is-refused { visibility: hidden }
  p { position: absolute; inset: 0; margin: 0; padding: 1.5rem; display: flex; flex-direction: column; gap: 0.75rem; align-items: center;
      justify-content: center; text-align: center; background: Canvas; color: CanvasText; border: 1px solid GrayText; box-sizing: border-box }
  p[hidden] { display: none }
  a { color: LinkText }
`;

const isSpoken = (tag: string): tag is Language => Object.hasOwn(EMBED_REFUSAL, tag);

class PlenaryStage extends HTMLElement {
  static readonly observedAttributes = ['slug', 'lang', 'label'];
  readonly #frame = document.createElement('iframe');
  readonly #refusal = document.createElement('p');
  readonly #sentence = document.createElement('span');
  readonly #link = document.createElement('a');
  #silence: ReturnType<typeof setTimeout> | undefined;
  #hasSpoken = false;
  #state: string | undefined;

  constructor() {
    super();
    const style = new CSSStyleSheet();
    style.replaceSync(STYLE);
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [style];
    this.#frame.allow = ALLOW;
    this.#frame.allowFullscreen = true;
    this.#frame.loading = 'lazy';
    this.#frame.referrerPolicy = 'origin';
    this.#frame.addEventListener('load', () => this.#loaded());
    this.#refusal.hidden = true;
    this.#refusal.setAttribute('role', 'status');
    this.#link.target = '_blank';
    this.#refusal.append(this.#sentence, this.#link);
    root.append(this.#frame, this.#refusal);
  }

  /** What the event in it is: `waiting`, `live`, `slate`, `ended` or `replay`; undefined: it has not said yet. */
  get state(): string | undefined {
    return this.#state;
  }

  connectedCallback(): void {
    window.addEventListener('message', this.#hear);
  }

  disconnectedCallback(): void {
    window.removeEventListener('message', this.#hear);
    clearTimeout(this.#silence);
  }

  attributeChangedCallback(): void {
    const slug = this.getAttribute('slug') ?? '';
    const lang = this.getAttribute('lang');
    this.#frame.title = this.getAttribute('label') ?? 'Live event';
    if (!SLUG.test(slug)) {
      this.#frame.removeAttribute('src');
      this.#show(false);
      return;
    }
    const query = lang === null ? '' : `?lang=${encodeURIComponent(lang)}`;
    const address = `${ORIGIN}/embed/${slug}${query}`;
    if (this.#frame.src === address) return;
    this.#frame.src = address;
    this.#hasSpoken = false;
    this.#state = undefined;
    this.#link.href = `${ORIGIN}/watch/${slug}${query}`;
    const wanted = [...(lang === null ? [] : [lang]), ...navigator.languages].map((tag) => tag.toLowerCase().split('-')[0] ?? '');
    const language = wanted.find(isSpoken) ?? 'en';
    this.#refusal.lang = language;
    this.#refusal.dir = language === 'fa' ? 'rtl' : 'ltr';
    this.#sentence.textContent = EMBED_REFUSAL[language].sentence;
    this.#link.textContent = EMBED_REFUSAL[language].link;
    this.#show(false);
  }

  readonly #hear = ({ source, origin, data }: MessageEvent<unknown>): void => {
    if (source !== this.#frame.contentWindow || origin !== ORIGIN) return;
    if (data === 'plenary-here') {
      this.#hasSpoken = true;
      this.#show(false);
    } else if (typeof data === 'object' && data !== null && 'plenary' in data) this.#tell(data);
  };

  /** What the frame tells, as an event of the element; nothing but what is expected. */
  #tell(told: { readonly plenary: unknown; readonly state?: unknown }): void {
    const { plenary, state } = told;
    if (plenary === 'play' || plenary === 'pause') this.#dispatch(plenary, null);
    if (plenary !== 'state' || typeof state !== 'string') return;
    this.#state = state;
    this.#dispatch('state', { state });
  }

  #dispatch(what: string, detail: { readonly state: string } | null): void {
    this.dispatchEvent(new CustomEvent(`plenary-${what}`, { detail, bubbles: true }));
  }

  /** Of what stands in the frame nothing can be read: only that somebody has spoken. */
  #loaded(): void {
    clearTimeout(this.#silence);
    if (this.#frame.hasAttribute('src')) this.#silence = setTimeout(() => this.#show(!this.#hasSpoken), SILENCE_MS);
  }

  #show(isRefused: boolean): void {
    clearTimeout(this.#silence);
    this.#refusal.hidden = !isRefused;
    this.#frame.classList.toggle('is-refused', isRefused);
  }
}

if (customElements.get('plenary-stage') === undefined) customElements.define('plenary-stage', PlenaryStage);
