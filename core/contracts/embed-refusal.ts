/** What is said where an event may not be shown in a page of somebody else: by the element there, and by the server in the frame itself. */
import type { Language } from './room/event.ts';

export interface EmbedRefusal {
  readonly sentence: string;
  /** To the event's own page. */
  readonly link: string;
}

export const EMBED_REFUSAL: Readonly<Record<Language, EmbedRefusal>> = {
  de: { sentence: 'Diese Veranstaltung kann auf dieser Seite nicht gezeigt werden.', link: 'Auf ihrer eigenen Seite öffnen' },
  en: { sentence: 'This event can’t be shown on this page.', link: 'Open it on its own page' },
  fa: { sentence: 'این رویداد را نمی‌توان در این صفحه نشان داد.', link: 'آن را در صفحهٔ خودش باز کنید' },
  fr: { sentence: 'Cet événement ne peut pas être affiché sur cette page.', link: 'L’ouvrir sur sa propre page' },
  pl: { sentence: 'Tego wydarzenia nie można pokazać na tej stronie.', link: 'Otwórz je na jego własnej stronie' },
  ru: { sentence: 'Это мероприятие нельзя показать на этой странице.', link: 'Открыть его на отдельной странице' },
};
