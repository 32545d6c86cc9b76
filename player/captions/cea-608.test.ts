import { describe, expect, it } from 'vitest';
import { CaptionFeed } from './caption-feed.ts';
import { CaptionScreen } from './caption-screen.ts';
import { Cea608 } from './cea-608.ts';

/** Control codes as CEA-608 names them; each is sent twice. */
const CODES = {
  RCL: [0x14, 0x20],
  BS: [0x14, 0x21],
  DER: [0x14, 0x24],
  RU2: [0x14, 0x25],
  RDC: [0x14, 0x29],
  TR: [0x14, 0x2a],
  EDM: [0x14, 0x2c],
  CR: [0x14, 0x2d],
  ENM: [0x14, 0x2e],
  EOC: [0x14, 0x2f],
  /** Row 14 and 15, white; row 1, indented by 8; row 15 in cyan. */
  R14: [0x14, 0x40],
  R15: [0x14, 0x60],
  R1I8: [0x11, 0x54],
  R15C: [0x14, 0x66],
  ITALIC: [0x11, 0x2e],
  NOTE: [0x11, 0x37],
  /** The same for the second channel. */
  RCL2: [0x1c, 0x20],
} as const satisfies Readonly<Record<string, readonly [number, number]>>;
type Code = keyof typeof CODES;

/** `RCL R15 "Hello"` as bytes with odd parity. */
function bytesOf(script: string): readonly number[] {
  const pairs = [...script.matchAll(/"([^"]*)"|(\S+)/g)].flatMap(([, text, code]) => {
    if (text !== undefined) return Array.from(text.padEnd(text.length + (text.length % 2), '\0'), (letter) => letter.charCodeAt(0));
    const pair = CODES[code as Code];
    return [...pair, ...pair];
  });
  return pairs.map((byte) => (byte.toString(2).replaceAll('0', '').length % 2 === 1 ? byte : byte | 0x80));
}

function shown(script: string, decoder = new Cea608()): readonly string[] {
  const bytes = bytesOf(script);
  for (let at = 0; at < bytes.length; at += 2) decoder.push(bytes[at] ?? 0, bytes[at + 1] ?? 0);
  return decoder.rows().map(({ row, column, runs }) => `${row}/${column} ${runs.map(({ text }) => text).join('|')}`);
}

describe('a caption decoder', () => {
  it.each([
    { script: 'RCL R15 "Hello"', rows: [], because: 'pop-on is written where nobody sees it' },
    { script: 'RCL R14 "Hello" R15 "world" EOC', rows: ['14/0 Hello', '15/0 world'], because: 'the end of a caption shows it' },
    { script: 'RCL R15 "One" EOC RCL ENM R15 "Two" EOC', rows: ['15/0 Two'], because: 'the next takes its place' },
    { script: 'RCL R15 "One" EOC EDM', rows: [], because: 'it is erased' },
    { script: 'RU2 R15 "One" CR "Two"', rows: ['14/0 One', '15/0 Two'], because: 'rows roll up' },
    { script: 'RU2 R15 "One" CR "Two" CR "Three"', rows: ['14/0 Two', '15/0 Three'], because: 'no more of them than two' },
    { script: 'RU2 R15 "One" CR "Two" R14', rows: ['13/0 One', '14/0 Two'], because: 'they move together' },
    { script: 'RDC R1I8 "Now"', rows: ['1/8 Now'], because: 'paint-on is seen at once, and indented' },
    { script: 'RDC R15 "Noo" BS "w"', rows: ['15/0 Now'], because: 'a step back' },
    { script: 'RDC R15 "Now" R15 DER', rows: [], because: 'the rest of the row is erased' },
    { script: 'RDC R15 "a" ITALIC "b"', rows: ['15/0 a| b'], because: 'a change in the row stands where a space stands' },
    { script: 'RDC R15 NOTE "la"', rows: ['15/0 ♪la'], because: 'there are letters of its own' },
    { script: 'RDC R15 "One" RCL2 R15 "Uno"', rows: ['15/0 Uno'], because: 'an address of the first channel is of the first channel' },
    { script: 'RDC R15 "One" RCL2 "Uno" RDC "!"', rows: ['15/0 One!'], because: 'another channel is passed over' },
    { script: 'TR "Weather"', rows: [], because: 'text mode is passed over' },
    { script: '"Hello"', rows: [], because: 'nobody said yet how it is shown' },
  ])('$script: $because', ({ script, rows }) => {
    expect(shown(script)).toEqual(rows);
  });

  it('knows letters that stand for those before them, and colours', () => {
    const decoder = new Cea608();
    const bytes = [...bytesOf('RDC R15C "u"'), 0x12, 0x25, 0x12, 0x25];
    for (let at = 0; at < bytes.length; at += 2) decoder.push(bytes[at] ?? 0, bytes[at + 1] ?? 0);
    expect(decoder.rows()[0]?.runs).toEqual([{ text: 'ü', colour: 'cyan', italic: false, underlined: false }]);
  });

  it('keeps what it has through two hundred thousand pairs of noise', () => {
    const decoder = new Cea608();
    let seed = 608;
    const next = (): number => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) >> 8;
    for (let index = 0; index < 200_000; index += 1) decoder.push(next() & 0xff, next() & 0xff);
    for (const { row, column, runs } of decoder.rows()) {
      expect(row).toBeLessThanOrEqual(15);
      expect(column + runs.map(({ text }) => text).join('').length).toBeLessThanOrEqual(32);
    }
  });
});

describe('captions at the playhead', () => {
  /** A frame each tenth of a second. */
  function feedOf(script: string, fromSeconds: number, feed = new CaptionFeed()): CaptionFeed {
    const bytes = bytesOf(script);
    for (let at = 0; at < bytes.length; at += 2)
      feed.add(fromSeconds + at / 20, Uint8Array.from([0xc1, 0xff, 0xfc, bytes[at] ?? 0, bytes[at + 1] ?? 0]));
    return feed;
  }
  const text = (screen: CaptionScreen, seconds: number): string =>
    screen
      .at(seconds)
      .flatMap(({ runs }) => runs.map((run) => run.text))
      .join(' ');

  it('come with their frames, and again after a step back', () => {
    const screen = new CaptionScreen(feedOf('RCL R15 "Two" EOC', 20, feedOf('RCL R15 "One" EOC', 10)));
    expect([9, 12, 22, 12, 9, 22].map((seconds) => text(screen, seconds))).toEqual(['', 'One', 'Two', 'One', '', 'Two']);
  });

  it('go away when nothing follows for long', () => {
    const screen = new CaptionScreen(feedOf('RCL R15 "One" EOC', 10));
    expect([12, 20, 40].map((seconds) => text(screen, seconds))).toEqual(['One', 'One', '']);
  });

  it('are said once when the same frames come in another quality', () => {
    const screen = new CaptionScreen(feedOf('RDC R15 "One"', 10.0004, feedOf('RDC R15 "One"', 10)));
    expect(text(screen, 12)).toBe('One');
  });

  it('are there when frames come in the order of decoding', () => {
    const feed = new CaptionFeed();
    const bytes = bytesOf('RDC R15 "ABCD"');
    const order = Array.from({ length: bytes.length / 2 }, (_, index) => index ^ 1).filter((index) => index < bytes.length / 2);
    for (const index of order) feed.add(index / 30, Uint8Array.from([0xc1, 0xff, 0xfc, bytes[index * 2] ?? 0, bytes[index * 2 + 1] ?? 0]));
    expect(text(new CaptionScreen(feed), 5)).toBe('ABCD');
  });

  it('are nothing to show as long as nothing is said', () => {
    const feed = new CaptionFeed();
    feed.add(1, Uint8Array.from([0xc1, 0xff, 0xfc, 0x80, 0x80]));
    expect([feed.hasText, feed.samples.length]).toEqual([false, 0]);
    feed.add(2, Uint8Array.from([0xc1, 0xff, 0xf8, 0x48, 0x48]));
    expect(feed.hasText).toBe(false);
    feed.add(3, Uint8Array.from([0xc1, 0xff, 0xfc, 0xc8, 0xe9]));
    expect(feed.hasText).toBe(true);
  });
});
