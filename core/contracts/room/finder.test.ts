import { expect, it } from 'vitest';
import { finder } from './finder.ts';

it.each([
  { search: 'spring', text: 'Spring Forum', isFound: true, because: 'the case does not matter' },
  { search: 'FORUM spri', text: 'Spring Forum', isFound: true, because: 'nor the order, and a part of a word is enough' },
  { search: 'spring gala', text: 'Spring Forum', isFound: false, because: 'each word counts' },
  { search: '', text: 'Spring Forum', isFound: true, because: 'nothing is asked for' },
  { search: '  \u200f ', text: 'Spring Forum', isFound: true, because: 'signs that are not seen ask for nothing' },
  { search: 'town-hall', text: 'All hands town-hall', isFound: true, because: 'signs count as they are' },
  { search: 'grosse übersicht', text: 'Große Ubersicht', isFound: true, because: 'German' },
  { search: 'soiree caeur', text: 'Soirée cæur', isFound: true, because: 'French' },
  { search: 'lodz zolc', text: 'Łódź żółć', isFound: true, because: 'Polish, whose ł Unicode does not take apart' },
  { search: 'ЕЖЕГОДНЫЙ отчет', text: 'Ежегодный отчёт', isFound: true, because: 'Russian, where ё is written as е' },
  { search: 'كنفرانس ملي', text: 'کنفرانس ملی', isFound: true, because: 'Persian from an Arabic keyboard' },
  { search: 'نشست های ۱۴۰۵', text: 'نشست\u200cهای 1405', isFound: true, because: 'with or without the joiner, digits of either kind' },
  { search: 'مدرسه', text: 'مَدرســة', isFound: true, because: 'vowel marks and the kashida are not typed' },
  { search: 'istanbul', text: 'İSTANBUL', isFound: true, because: 'a dot over a capital' },
  { search: '100%', text: '100 days', isFound: false, because: 'there are no signs that stand for others' },
  { search: '.*', text: 'Spring Forum', isFound: false, because: 'nor patterns' },
])('$search in $text: $isFound, because $because', ({ search, text, isFound }) => {
  expect(finder(search)(text)).toBe(isFound);
});
