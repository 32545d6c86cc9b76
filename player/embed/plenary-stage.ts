/**
 * `<plenary-stage slug="…">`: an event in a page of somebody else, in a frame of its own. Served as it is, as `/embed.js`, from where the event is; the
 * event says which pages may (`embedOrigins`). Where it may not be shown, the element says so and leads to the event's own page.
 *
 * Attributes: `slug`; `lang` (else the browser's languages); `label`, what a screen reader calls the frame.
 */

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

/** What is said where the event cannot be shown, and the link to where it can. */
const WORDS: Readonly<Record<string, readonly [sentence: string, link: string]>> = {
  de: ['Diese Veranstaltung kann auf dieser Seite nicht gezeigt werden.', 'Auf ihrer eigenen Seite öffnen'],
  en: ['This event can’t be shown on this page.', 'Open it on its own page'],
  fa: ['این رویداد را نمی‌توان در این صفحه نشان داد.', 'آن را در صفحهٔ خودش باز کنید'],
  fr: ['Cet événement ne peut pas être affiché sur cette page.', 'L’ouvrir sur sa propre page'],
  pl: ['Tego wydarzenia nie można pokazać na tej stronie.', 'Otwórz je na jego własnej stronie'],
  ru: ['Это мероприятие нельзя показать на этой странице.', 'Открыть его на отдельной странице'],
};

class PlenaryStage extends HTMLElement {
  static readonly observedAttributes = ['slug', 'lang', 'label'];
  readonly #frame = document.createElement('iframe');
  readonly #refusal = document.createElement('p');
  readonly #sentence = document.createElement('span');
  readonly #link = document.createElement('a');
  #silence: ReturnType<typeof setTimeout> | undefined;
  #hasSpoken = false;

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
    this.#link.href = `${ORIGIN}/watch/${slug}${query}`;
    const wanted = [...(lang === null ? [] : [lang]), ...navigator.languages].map((tag) => tag.toLowerCase().split('-')[0] ?? '');
    const language = wanted.find((one) => Object.hasOwn(WORDS, one)) ?? 'en';
    this.#refusal.lang = language;
    this.#refusal.dir = language === 'fa' ? 'rtl' : 'ltr';
    const [sentence = '', link = ''] = WORDS[language] ?? [];
    this.#sentence.textContent = sentence;
    this.#link.textContent = link;
    this.#show(false);
  }

  readonly #hear = ({ source, origin, data }: MessageEvent<unknown>): void => {
    if (source !== this.#frame.contentWindow || origin !== ORIGIN || data !== 'plenary-here') return;
    this.#hasSpoken = true;
    this.#show(false);
  };

  /** Of what stands in the frame nothing can be read: only that somebody has spoken. */
  #loaded(): void {
    clearTimeout(this.#silence);
    this.#hasSpoken = false;
    if (this.#frame.hasAttribute('src')) this.#silence = setTimeout(() => this.#show(!this.#hasSpoken), SILENCE_MS);
  }

  #show(isRefused: boolean): void {
    clearTimeout(this.#silence);
    this.#refusal.hidden = !isRefused;
    this.#frame.classList.toggle('is-refused', isRefused);
  }
}

if (customElements.get('plenary-stage') === undefined) customElements.define('plenary-stage', PlenaryStage);
