import { expect, it } from 'vitest';
import { slugOf } from './slug.ts';

it.each([
  ['Spring Conference 2026', 'en', 'spring-conference-2026'],
  ['Zażółć gęślą jaźń', 'pl', 'zazolc-gesla-jazn'],
  ['Führung für Ärzte', 'de', 'fuehrung-fuer-aerzte'],
  ['Fête de l’été', 'fr', 'fete-de-l-ete'],
  ['Весна 2026', 'ru', '2026'],
  ['بهار', 'fa', ''],
  ['<img src=x onerror=alert(1)>', 'en', 'img-src-x-onerror-alert-1'],
  ['a'.repeat(49) + ' b', 'en', 'a'.repeat(49)],
])('%s (%s): %s', (title, language, slug) => {
  expect(slugOf(title, language)).toBe(slug);
});
