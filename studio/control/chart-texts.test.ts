import { describe, expect, it } from 'vitest';
import { loadWords } from '../words/words.ts';
import { chartTexts, measureText } from './chart-texts.ts';

const AT = Date.parse('2026-03-01T14:05:09Z') / 1_000;
const plain = (text: string) => text.replace(/[\u2066-\u2069\u202f\u00a0]/g, (mark) => (mark === '\u202f' || mark === '\u00a0' ? ' ' : ''));

describe('at the axes', () => {
  it.each([
    { language: 'de', time: '14:05', second: '14:05:09', value: '1.250', small: '0,5' },
    { language: 'fr', time: '14:05', second: '14:05:09', value: '1 250', small: '0,5' },
    { language: 'pl', time: '14:05', second: '14:05:09', value: '1250', small: '0,5' },
    { language: 'ru', time: '14:05', second: '14:05:09', value: '1 250', small: '0,5' },
    { language: 'fa', time: '۱۴:۰۵', second: '۱۴:۰۵:۰۹', value: '۱٬۲۵۰', small: '۰٫۵' },
  ])('times and numbers are those of $language', ({ language, time, second, value, small }) => {
    const texts = chartTexts(language, 'UTC');
    expect([texts.time(AT, 60), texts.time(AT, 15)].map(plain)).toEqual([time, second]);
    expect([texts.value(1_250, 250), texts.value(0.5, 0.5)].map(plain)).toEqual([value, small]);
  });

  it('a measure has its unit in the language', async () => {
    const [english, persian] = await Promise.all([loadWords('en'), loadWords('fa')]);
    expect(plain(measureText('bitsPerSecond', 5_940_000, english))).toBe('5.9 Mbit/s');
    expect(plain(measureText('bitsPerSecond', 5_940_000, persian))).toBe('۵٫۹ مگابیت بر ثانیه');
    expect([measureText('viewers', 4_213, english), measureText('behindSeconds', null, english)]).toEqual(['4,213', '–']);
  });
});
