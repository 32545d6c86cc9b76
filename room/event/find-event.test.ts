import { expect, it } from 'vitest';
import { eventFinder } from './find-event.ts';

it.each([
  { search: 'spring', title: 'Spring Forum', isFound: true, because: 'the case does not matter' },
  { search: 'FORUM spri', title: 'Spring Forum', isFound: true, because: 'nor the order, and a part of a word is enough' },
  { search: 'spring gala', title: 'Spring Forum', isFound: false, because: 'each word counts' },
  { search: '', title: 'Spring Forum', isFound: true, because: 'nothing is asked for' },
  { search: '  \u200f ', title: 'Spring Forum', isFound: true, because: 'signs that are not seen ask for nothing' },
  { search: 'town-hall', title: 'All hands', slug: 'town-hall', isFound: true, because: 'the name in links counts' },
  { search: 'all hall', title: 'All hands', slug: 'town-hall', isFound: true, because: 'both are looked through' },
  { search: 'grosse übersicht', title: 'Große Ubersicht', isFound: true, because: 'German' },
  { search: 'soiree caeur', title: 'Soirée cæur', isFound: true, because: 'French' },
  { search: 'lodz zolc', title: 'Łódź żółć', isFound: true, because: 'Polish, whose ł Unicode does not take apart' },
  { search: 'ЕЖЕГОДНЫЙ отчет', title: 'Ежегодный отчёт', isFound: true, because: 'Russian, where ё is written as е' },
  { search: 'كنفرانس ملي', title: 'کنفرانس ملی', isFound: true, because: 'Persian from an Arabic keyboard' },
  { search: 'نشست های ۱۴۰۵', title: 'نشست\u200cهای 1405', isFound: true, because: 'with or without the joiner, digits of either kind' },
  { search: 'مدرسه', title: 'مَدرســة', isFound: true, because: 'vowel marks and the kashida are not typed' },
  { search: 'istanbul', title: 'İSTANBUL', isFound: true, because: 'a dot over a capital' },
  { search: '100%', title: '100 days', isFound: false, because: 'there are no signs that stand for others' },
  { search: '.*', title: 'Spring Forum', isFound: false, because: 'nor patterns' },
])('$search in $title: $isFound, because $because', ({ search, title, slug = 'x', isFound }) => {
  expect(eventFinder(search)({ title, slug })).toBe(isFound);
});
