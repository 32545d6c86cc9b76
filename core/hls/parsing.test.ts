import { describe, expect, it } from 'vitest';
import { Attributes } from './attributes.ts';
import { PlaylistSyntaxError, readLines } from './lines.ts';
import { parseMediaPlaylist } from './media-playlist-parse.ts';
import { parseMultivariantPlaylist } from './multivariant-playlist.ts';

const HEAD = '#EXTM3U\n#EXT-X-TARGETDURATION:2\n';

describe('media playlists that cannot be read', () => {
  const broken = [
    { text: '', because: 'nothing at all', says: 'line 1: a playlist begins with #EXTM3U' },
    { text: '\u{feff}#EXTM3U\n', because: '4.1 forbids a byte order mark', says: 'begins with #EXTM3U' },
    { text: '#EXTM3U\n', because: 'TARGETDURATION is required', says: 'EXT-X-TARGETDURATION is missing' },
    { text: '#EXTM3U\n#EXT-X-TARGETDURATION:2.5\n', because: 'it is a whole number', says: 'line 2: not a whole number' },
    { text: `${HEAD} #EXTINF:1,\na.m4s\n`, because: 'lines have no white space around them', says: 'line 3: white space' },
    { text: `${HEAD}#EXTx\n`, because: 'tags are upper case', says: 'line 3: not a tag' },
    { text: `${HEAD}a.m4s\n`, because: 'each segment has EXTINF', says: 'line 3: a URI without EXTINF' },
    { text: `${HEAD}#EXTINF:1,\n`, because: 'each EXTINF has a segment', says: 'EXTINF without a URI' },
    { text: `${HEAD}#EXTINF:1\na.m4s\n`, because: 'the comma belongs to EXTINF', says: 'not a duration and a comma' },
    { text: `${HEAD}#EXT-X-PLAYLIST-TYPE:LIVE\n`, because: 'there are two types', says: 'not a type of playlist' },
    { text: `${HEAD}#EXT-X-PROGRAM-DATE-TIME:2026-05-12T09:30:00\n`, because: 'a date needs its zone', says: 'with its zone' },
    { text: `${HEAD}#EXT-X-PROGRAM-DATE-TIME:2026-13-12T09:30:00Z\n`, because: 'there are twelve months', says: 'not a date' },
    { text: `${HEAD}#EXT-X-MAP:BYTERANGE="1@0"\n`, because: 'a map has a URI', says: 'URI is missing' },
    { text: `${HEAD}#EXT-X-PART:URI="a"\n`, because: 'a part has a duration', says: 'DURATION is missing' },
    { text: `${HEAD}#EXT-X-SKIP:SKIPPED-SEGMENTS=-1\n`, because: 'a count is not negative', says: 'not a whole number' },
    { text: `${HEAD}#EXT-X-RENDITION-REPORT:URI="a",LAST-MSN=1\n`, because: 'ours always say the part', says: 'LAST-PART is missing' },
  ];
  for (const { text, because, says } of broken) {
    it(because, () => {
      expect(() => parseMediaPlaylist(text)).toThrow(PlaylistSyntaxError);
      expect(() => parseMediaPlaylist(text)).toThrow(says);
    });
  }
});

describe('multivariant playlists that cannot be read', () => {
  const broken = [
    { text: '#EXTM3U\n#EXT-X-STREAM-INF:CODECS="a"\nx\n', because: 'BANDWIDTH is required', says: 'BANDWIDTH is missing' },
    { text: '#EXTM3U\nx\n', because: 'a URI belongs to a variant', says: 'a URI without EXT-X-STREAM-INF' },
    { text: '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS="a"\n', because: 'the URI is the next line', says: 'not followed by its URI' },
    {
      text: '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS="a"\n#EXT-X-VERSION:6\nx\n',
      because: 'the URI is the very next line',
      says: 'not followed by its URI',
    },
    {
      text: '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS="a",RESOLUTION=720p\nx\n',
      because: 'a size has two sides',
      says: 'WIDTHxHEIGHT',
    },
  ];
  for (const { text, because, says } of broken) {
    it(because, () => {
      expect(() => parseMultivariantPlaylist(text)).toThrow(PlaylistSyntaxError);
      expect(() => parseMultivariantPlaylist(text)).toThrow(says);
    });
  }
});

describe('attribute lists (4.2)', () => {
  it('a comma inside quotes does not end a value', () => {
    expect(new Attributes('CODECS="avc1.64001f,mp4a.40.2",BANDWIDTH=5', 1).quoted('CODECS')).toBe('avc1.64001f,mp4a.40.2');
  });

  const refused = [
    { text: '', because: 'a tag with attributes has some' },
    { text: 'A=1,', because: 'no comma at the end' },
    { text: 'A=1,A=2', because: 'a name stands once' },
    { text: 'A =1', because: 'no space before the equals sign' },
    { text: 'A=1, B=2', because: 'no space after the comma' },
    { text: 'a=1', because: 'names are upper case' },
    { text: 'A="x', because: 'quotes end' },
  ];
  for (const { text, because } of refused) {
    it(because, () => {
      expect(() => new Attributes(text, 4)).toThrow(/^line 4: /);
    });
  }

  it('each type is checked', () => {
    const attributes = new Attributes('QUOTED="yes",WORD=YES,NUMBER=1.5', 1);
    expect(() => attributes.quoted('WORD')).toThrow('wants quotes');
    expect(() => attributes.word('QUOTED')).toThrow('without quotes');
    expect(() => attributes.integer('NUMBER')).toThrow('not a whole number');
    expect(() => attributes.decimal('WORD')).toThrow('not a decimal number');
    expect(() => attributes.resolution('WORD')).toThrow('WIDTHxHEIGHT');
    expect(attributes.decimal('NUMBER')).toBe(1.5);
    expect(attributes.names).toEqual(['QUOTED', 'WORD', 'NUMBER']);
  });
});

it('comments and blank lines mean nothing', () => {
  expect(readLines('#EXTM3U\n# a remark\n\nfile\n')).toEqual([
    { kind: 'tag', name: 'EXTM3U', value: '', line: 1 },
    { kind: 'uri', uri: 'file', line: 4 },
  ]);
});
