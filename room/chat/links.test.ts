import { describe, expect, it } from 'vitest';
import { hasLink } from './links.ts';

describe('hasLink', () => {
  it.each([
    ['https://example.org', 'a scheme'],
    ['see HTTP://x/y', 'in capitals, without a domain'],
    ['hxxps://example.org', 'the scheme that filters do not know'],
    ['https : // example.org', 'with spaces'],
    ['ftp://host/file tg://join', 'any scheme'],
    ['javascript:alert(1)', 'a scheme without slashes'],
    ['mailto:a@b', 'mail'],
    ['www.example', 'www is said for nothing else'],
    ['www . example . com', 'also with spaces'],
    ['example.com', 'a bare domain'],
    ['Example.COM!', 'in capitals, before a sign'],
    ['(sub.example.co.uk)', 'of many labels'],
    ['go to bit.do/x1', 'a path makes a word of two letters a domain'],
    ['t.me/group', 'the shortest of them'],
    ['my-site.it', 'a hyphen speaks for it'],
    ['shop.example.it', 'so do two dots'],
    ['name@example.com', 'an address of mail is a way out too'],
    ['example . com', 'spaces around the dot'],
    ['example .com', 'a space before it'],
    ['example [.] com', 'in brackets'],
    ['example(dot)com', 'spelt, in brackets'],
    ['example dot com', 'spelt'],
    ['beispiel punkt de', 'spelt in German'],
    ['пример точка рф', 'spelt in Russian'],
    ['example。com', 'the ideographic full stop is one in addresses'],
    ['ｅｘａｍｐｌｅ．ｃｏｍ', 'full width letters go where ASCII goes'],
    ['exa\u200dmple.com', 'a joiner hides nothing'],
    ['münchen.de', 'letters beyond ASCII'],
    ['пример.рф', 'and a domain of them'],
    ['例え.テスト.みんな', 'in kana'],
    ['سایت.ایران', 'from right to left'],
    ['xn--mnchen-3ya.de xn--e1afmkfd.xn--p1ai', 'as they go over the wire'],
    ['10.0.0.1:8080', 'a number with a port'],
    ['192.168.1.1/admin', 'a number with a path'],
  ])('%s: %s', (text) => {
    expect(hasLink(text)).toBe(true);
  });

  it.each([
    ['Hello. How are you?', 'two sentences'],
    ['the end.Then we left', 'a forgotten space'],
    ['I have done.It was fine', 'a forgotten space before a word that is a domain'],
    ['ok.so what', 'a forgotten space in small letters, before such a word'],
    ['z.B., d.h. and e.g. or i.e.', 'abbreviations'],
    ['U.S. a.m. p.m.', 'more of them'],
    ['version 1.2.3.4', 'a number of four parts'],
    ['3.5 million, 10.000 Euro, 12.30 Uhr', 'numbers'],
    ['main.ts and node.js', 'names of files'],
    ['the dot com bubble', 'talk of dot-coms'],
    ['wait ... com on', 'an ellipsis'],
    ['что . и', 'a space before a full stop, and no domain after it'],
    ['and/or 24/7 https', 'slashes and a bare word'],
    ['@ada thank you', 'a mention'],
    ['12:30-13:00', 'a time'],
    ['note: // this', 'a comment sign is not glued to a word'],
  ])('not %s: %s', (text) => {
    expect(hasLink(text)).toBe(false);
  });

  it('takes no longer for text made to slow it down', () => {
    const evil = [
      'a.'.repeat(250),
      `${'a-'.repeat(250)}.`,
      '. '.repeat(250),
      ' [ . '.repeat(100),
      'dot '.repeat(125),
      `x${' '.repeat(498)}.`,
    ];
    const startedMs = performance.now();
    for (const text of evil) expect(hasLink(text)).toBe(false);
    expect(performance.now() - startedMs).toBeLessThan(2_000);
  });
});
