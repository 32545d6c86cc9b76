/** One drawing as the `d` of one path: what lucide draws as several elements, in a third of the bytes. Used at build only. */

/** An element as lucide lists it: its tag and its attributes. */
export type DrawnElement = readonly [tag: string, attributes: Readonly<Record<string, string>>];

/**
 * @param elements of one drawing, none of them filled, all with the same stroke.
 * @throws RangeError for an element or an attribute that is not known here.
 */
export function iconPath(elements: readonly DrawnElement[]): string {
  return elements.map(subpath).join('');
}

function subpath([tag, attributes]: DrawnElement): string {
  const shape = SHAPES[tag];
  if (shape === undefined || Object.keys(attributes).some((name) => !shape.needs.includes(name)))
    throw new RangeError(`an icon's element is not known: ${tag} ${JSON.stringify(attributes)}`);
  const of = (name: string): number => Number(attributes[name] ?? 0);
  return shape.draw(of, attributes['d'] ?? '');
}

interface Shape {
  readonly needs: readonly string[];
  readonly draw: (of: (name: string) => number, d: string) => string;
}

const SHAPES: Readonly<Record<string, Shape>> = {
  path: { needs: ['d'], draw: (_, d) => fromAnywhere(d) },
  circle: { needs: ['cx', 'cy', 'r'], draw: (of) => oval(of('cx'), of('cy'), of('r'), of('r')) },
  ellipse: { needs: ['cx', 'cy', 'rx', 'ry'], draw: (of) => oval(of('cx'), of('cy'), of('rx'), of('ry')) },
  line: { needs: ['x1', 'x2', 'y1', 'y2'], draw: (of) => `M${of('x1')} ${of('y1')}L${of('x2')} ${of('y2')}` },
  rect: { needs: ['x', 'y', 'width', 'height', 'rx', 'ry'], draw: (of) => box(of) },
};

/** A path that begins with a step from where it stands begins at the origin when it is alone: here it follows another one. */
function fromAnywhere(d: string): string {
  return d.replace(/^m\s*(-?[\d.]+)[\s,]*(-?[\d.]+)\s*(?=[-\d.])/, 'M$1 $2l').replace(/^m/, 'M');
}

function oval(cx: number, cy: number, rx: number, ry: number): string {
  return `M${cx - rx} ${cy}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0`;
}

function box(of: (name: string) => number): string {
  const r = of('rx');
  const [across, down] = [of('width') - 2 * r, of('height') - 2 * r];
  const corner = (x: number, y: number): string => (r === 0 ? '' : `a${r} ${r} 0 0 1 ${x} ${y}`);
  return `M${of('x') + r} ${of('y')}h${across}${corner(r, r)}v${down}${corner(-r, r)}h${-across}${corner(-r, -r)}v${-down}${corner(r, -r)}z`;
}
