import { expect, it } from 'vitest';
import { csvLine } from './csv.ts';

it.each([
  ['Ada', '"Ada"'],
  ['', '""'],
  ['say "hi", all', '"say ""hi"", all"'],
  ['two\nlines', '"two\nlines"'],
  ['=HYPERLINK("http://x")', '"\'=HYPERLINK(""http://x"")"'],
  ['+49 170', '"\'+49 170"'],
  ['-1', '"\'-1"'],
  ['@SUM(A1)', '"\'@SUM(A1)"'],
  ['  =1+1', '"\'  =1+1"'],
  ['\t=1+1', '"\'\t=1+1"'],
  ['\uff1d1+1', '"\'\uff1d1+1"'],
  ['\u200b=1+1', '"\'\u200b=1+1"'],
  ['a=b', '"a=b"'],
  ['سلام', '"سلام"'],
])('%j becomes %j', (cell, expected) => {
  expect(csvLine([cell, 'x'])).toBe(`${expected},"x"\r\n`);
});
