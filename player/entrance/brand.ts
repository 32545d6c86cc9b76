/** The event's own colours and sign. Pure. */
import type { EventCard } from '../../core/contracts/room/join.ts';

/** Custom properties for a surface of the event: its colours, and what can be read on the first. */
export function brandStyle({ brand, brand2 }: EventCard['branding']): Readonly<Record<string, string>> {
  return { '--brand': brand, '--brand-2': brand2, '--brand-ink': inkOn(brand) };
}

/** Black or white, whichever is read better on a colour (WCAG 2.2, relative luminance). @param hex `#rrggbb` */
export function inkOn(hex: string): '#fff' | '#111' {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => linear(Number.parseInt(hex.slice(at, at + 2), 16) / 255));
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.0555 ? '#fff' : '#111';
}

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}

/** The event's sign: a path of our own server; anything else is not shown. */
export function logoPath({ logo }: EventCard['branding']): string | undefined {
  return logo !== null && /^\/(?!\/)/.test(logo) ? logo : undefined;
}
