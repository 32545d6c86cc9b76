import { describe, expect, it } from 'vitest';
import { brandTokens, contrast, inkOn, isOwnPicture, luminance, mended } from './branding.ts';

/** A walk through all colours, coarse enough to take no time. */
const ALL = Array.from({ length: 16 ** 3 }, (_, n) => `#${[n >> 8, (n >> 4) & 15, n & 15].map((v) => v.toString(16).repeat(2)).join('')}`);

describe('the event’s colours', () => {
  it('WCAG 2.2: luminance and contrast are those of the definition', () => {
    expect(luminance('#000000')).toBe(0);
    expect(luminance('#ffffff')).toBeCloseTo(1, 6);
    expect(contrast('#ffffff', '#000000')).toBeCloseTo(21, 6);
    expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
  });

  it('1.4.3: what is written on any colour can be read, in both themes', () => {
    for (const colour of ALL) {
      const tokens = brandTokens(colour, colour);
      const fields = tokens['--brand'].match(/#[0-9a-f]{6}/g) ?? [];
      const inks = tokens['--brand-ink'].match(/#[0-9a-f]{6}/g) ?? [];
      expect(fields).toHaveLength(2);
      fields.forEach((field, theme) => expect(contrast(field, inks[theme] ?? ''), `${colour} ${theme}`).toBeGreaterThanOrEqual(4.5));
    }
  });

  it('1.4.11: a button stands out from the page, in both themes', () => {
    for (const colour of ALL) {
      const [light = '', dark = ''] = brandTokens(colour, colour)['--brand'].match(/#[0-9a-f]{6}/g) ?? [];
      expect(contrast(light, '#ffffff'), colour).toBeGreaterThanOrEqual(3);
      expect(contrast(dark, '#1c1f27'), colour).toBeGreaterThanOrEqual(3);
    }
  });

  it('a colour that can be seen is left as it is', () => {
    expect(mended('#d62424', '#ffffff', 3)).toBe('#d62424');
    expect(inkOn('#d62424')).toBe('#ffffff');
    expect(inkOn('#ffd54a')).toBe('#000000');
  });

  it.each([
    { address: '/assets/logo.svg', isOwn: true },
    { address: 'data:image/png;base64,iVBORw0', isOwn: true },
    { address: '//elsewhere.example/x.png', isOwn: false },
    { address: 'https://elsewhere.example/x.png', isOwn: false },
    { address: 'javascript:alert(1)', isOwn: false },
    { address: 'data:text/html,<script>alert(1)</script>', isOwn: false },
    { address: null, isOwn: false },
  ])('a logo at $address is shown: $isOwn', ({ address, isOwn }) => expect(isOwnPicture(address)).toBe(isOwn));
});
