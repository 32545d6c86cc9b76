/** The event's colours on our page: what is written on them and beside them can be read whatever they are (WCAG 2.2, 1.4.3 and 1.4.11). Pure. */

/** `#rrggbb`. */
type Hex = string;
type Rgb = readonly [number, number, number];

const WHITE = '#ffffff';
const INK = '#000000';

/** Relative luminance (WCAG 2.2), 0-1. */
export function luminance(colour: Hex): number {
  const [r, g, b] = channels(colour).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** 1-21. */
export function contrast(one: Hex, other: Hex): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** What is written on a field of this colour: white while it can be read there, else black. */
export function inkOn(field: Hex): Hex {
  const onWhite = contrast(field, WHITE);
  return onWhite >= 4.5 || onWhite >= contrast(field, INK) ? WHITE : INK;
}

/** The colour, moved towards white or black until it stands out from `ground` by `least`. */
export function mended(colour: Hex, ground: Hex, least: number): Hex {
  const target = luminance(ground) > 0.18 ? '#000000' : WHITE;
  for (let share = 0; share < 1; share += 0.04) {
    const moved = mix(colour, target, share);
    if (contrast(moved, ground) >= least) return moved;
  }
  return target;
}

/** Grounds that buttons and bars in the event's colour stand on. */
const LIGHT_GROUND = '#ffffff';
const DARK_GROUND = '#1c1f27';

/**
 * What an event overrides of tokens.css. A field keeps its colour in the theme where it stands out by 3:1, and is mended in the other one;
 * what is written on it follows.
 */
export function brandTokens(brand: Hex, brand2: Hex): Readonly<Record<'--brand' | '--brand-2' | '--brand-ink', string>> {
  const [light, dark] = [mended(brand, LIGHT_GROUND, 3), mended(brand, DARK_GROUND, 3)];
  return {
    '--brand': `light-dark(${light}, ${dark})`,
    '--brand-2': brand2,
    '--brand-ink': `light-dark(${inkOn(light)}, ${inkOn(dark)})`,
  };
}

/** A logo that may be shown: of this site, or in the address itself; the page loads nothing from elsewhere. */
export function isOwnPicture(address: string | null): address is string {
  return address !== null && (/^\/(?!\/)/.test(address) || /^data:image\/(?:png|svg\+xml|webp|jpeg);/.test(address));
}

function mix(one: Hex, other: Hex, share: number): Hex {
  const [a, b] = [channels(one), channels(other)];
  return `#${a.map((value, index) => hex(value + ((b[index] ?? 0) - value) * share)).join('')}`;
}

function channels(colour: Hex): Rgb {
  const value = Number.parseInt(colour.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

function hex(value: number): string {
  return Math.round(value).toString(16).padStart(2, '0');
}
