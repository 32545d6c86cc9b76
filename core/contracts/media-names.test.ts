import { describe, expect, it } from 'vitest';
import { asMsn } from './ids.ts';
import { initName, parseMediaName, partName, segmentName } from './media-names.ts';

const PREFIX = '3f9c2a7be1d40586';

describe('names of media', () => {
  it('are read back as what they were made from', () => {
    expect(parseMediaName(initName(PREFIX, 3))).toEqual({ kind: 'init', prefix: PREFIX, run: 3 });
    expect(parseMediaName(segmentName(PREFIX, asMsn(0)))).toEqual({ kind: 'segment', prefix: PREFIX, msn: 0 });
    expect(parseMediaName(partName(PREFIX, asMsn(1_700_000_000), 12))).toEqual({
      kind: 'part',
      prefix: PREFIX,
      msn: 1_700_000_000,
      part: 12,
    });
  });

  const refused = [
    { name: `${PREFIX}-s007.m4s`, because: 'leading zeros would give one object many names' },
    { name: `${PREFIX}-p1.01.m4s`, because: 'the same for parts' },
    { name: `${PREFIX}-s-1.m4s`, because: 'numbers are not negative' },
    { name: `${PREFIX}-s1.5.m4s`, because: 'numbers are whole' },
    { name: `${PREFIX}-s1234567890123456.m4s`, because: 'it is no safe whole number' },
    { name: `../${PREFIX}-s1.m4s`, because: 'a name is no path' },
    { name: `${PREFIX}-s1.m4s/..`, because: 'a name is no path, behind it neither' },
    { name: `${PREFIX}-s1.m4s\n`, because: 'nothing follows it' },
    { name: `${PREFIX}-S1.m4s`, because: 'letters are small' },
    { name: `short-s1.m4s`, because: 'the prefix is too short to be random' },
    { name: 'index.m3u8', because: 'a playlist is no medium' },
    { name: '', because: 'nothing is no name' },
  ];
  for (const { name, because } of refused) {
    it(`${JSON.stringify(name)} is none: ${because}`, () => {
      expect(parseMediaName(name)).toBeUndefined();
    });
  }
});
