import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { ICONS, ROOM_ICONS } from '../player/view/icon-names.ts';
import { type DrawnElement, iconPath } from './icon-path.ts';

describe('a drawing as one path', () => {
  it.each<{ elements: readonly DrawnElement[]; d: string; because: string }>([
    { elements: [['path', { d: 'M3 3v5h5' }]], d: 'M3 3v5h5', because: 'it is one already' },
    { elements: [['path', { d: 'm16 9-5.5 5.5L8 12' }]], d: 'M16 9l-5.5 5.5L8 12', because: 'what follows the first place are steps' },
    { elements: [['path', { d: 'm19 5 3-3' }]], d: 'M19 5l3-3', because: 'a blank is between the two' },
    { elements: [['path', { d: 'm2 3h4' }]], d: 'M2 3h4', because: 'it goes on with a letter' },
    { elements: [['circle', { cx: '7', cy: '8', r: '3' }]], d: 'M4 8a3 3 0 1 0 6 0a3 3 0 1 0 -6 0', because: 'two half circles' },
    { elements: [['line', { x1: '1', x2: '2', y1: '3', y2: '4' }]], d: 'M1 3L2 4', because: 'a line' },
    { elements: [['rect', { x: '1', y: '2', width: '5', height: '6' }]], d: 'M1 2h5v6h-5v-6z', because: 'corners without a radius' },
  ])('$because', ({ elements, d }) => {
    expect(iconPath(elements)).toBe(d);
  });

  it('a second element begins where it says, wherever the first ended', () => {
    expect(
      iconPath([
        ['path', { d: 'M12 2v2' }],
        ['path', { d: 'm6 6 1 1' }],
      ]),
    ).toBe('M12 2v2M6 6l1 1');
  });

  it('a box with round corners comes back to where it began', () => {
    const d = iconPath([['rect', { x: '14', y: '3', width: '5', height: '18', rx: '1' }]]);
    expect(d).toBe('M15 3h3a1 1 0 0 1 1 1v16a1 1 0 0 1 -1 1h-3a1 1 0 0 1 -1 -1v-16a1 1 0 0 1 1 -1z');
  });

  it('what it does not know is no drawing with a hole', () => {
    expect(() => iconPath([['text', {}]])).toThrow('not known');
    expect(() => iconPath([['path', { d: 'M0 0', fill: 'red' }]])).toThrow('not known');
  });

  it('every icon in use can be drawn so', () => {
    const file = createRequire(import.meta.url).resolve('lucide-static/icon-nodes.json');
    const all: Readonly<Record<string, readonly DrawnElement[]>> = JSON.parse(readFileSync(file, 'utf8'));
    for (const name of [...ICONS, ...ROOM_ICONS]) expect(iconPath(all[name] ?? []), name).toMatch(/^M[\d.]/);
  });
});
