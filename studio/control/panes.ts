/** How large the panes of the control room are, as each sets them in his own browser. Pure. */

/** In per cent of the whole room: the height of the pictures, the width of the audience's pane, the height of backstage. */
export const PANES = {
  views: { least: 16, most: 60, first: 32, isUpright: true },
  talk: { least: 20, most: 60, first: 35, isUpright: false },
  staff: { least: 12, most: 60, first: 24, isUpright: true },
} as const;
export type Pane = keyof typeof PANES;
export const PANE_NAMES = Object.keys(PANES) as readonly Pane[];
export type PaneSizes = Readonly<Record<Pane, number>>;

export const FIRST_SIZES: PaneSizes = { views: PANES.views.first, talk: PANES.talk.first, staff: PANES.staff.first };

/** What is between the pictures and backstage keeps so much. */
const LEAST_SHOW = 18;
/** What one press of a key moves. */
export const STEP = 2;

/** Within what is possible, beside the others as they are. */
export function resized(sizes: PaneSizes, pane: Pane, to: number): PaneSizes {
  const { least, most } = PANES[pane];
  const other = pane === 'views' ? sizes.staff : pane === 'staff' ? sizes.views : 0;
  const room = pane === 'talk' ? most : Math.min(most, 100 - LEAST_SHOW - other);
  const wanted = Number.isFinite(to) ? to : PANES[pane].first;
  return { ...sizes, [pane]: Math.round(Math.max(least, Math.min(room, wanted)) * 10) / 10 };
}

/**
 * The size that a key asks for; undefined: it is none of these. Arrows go where they point: down makes the pictures higher and backstage lower; towards
 * the end of the line makes the audience's pane narrower.
 */
export function sizeByKey(sizes: PaneSizes, pane: Pane, key: string, isRtl: boolean): number | undefined {
  const { least, most, first, isUpright } = PANES[pane];
  const [smaller, larger] = isUpright ? ['ArrowUp', 'ArrowDown'] : isRtl ? ['ArrowLeft', 'ArrowRight'] : ['ArrowRight', 'ArrowLeft'];
  // backstage is below its border
  const sign = pane === 'staff' ? -1 : 1;
  switch (key) {
    case smaller:
      return sizes[pane] - sign * STEP;
    case larger:
      return sizes[pane] + sign * STEP;
    case 'Home':
      return least;
    case 'End':
      return most;
    case 'Enter':
      return first;
    default:
      return undefined;
  }
}

/** Where they are kept. */
export const PANES_KEY = 'plenary-panes';

/** Reads what was kept; what cannot be is as at first. */
export function readSizes(text: string | null): PaneSizes {
  let kept: unknown;
  try {
    kept = JSON.parse(text ?? '{}');
  } catch {
    return FIRST_SIZES;
  }
  if (typeof kept !== 'object' || kept === null) return FIRST_SIZES;
  let sizes = FIRST_SIZES;
  for (const pane of PANE_NAMES) {
    const size = (kept as Partial<Record<string, unknown>>)[pane];
    if (typeof size === 'number') sizes = resized(sizes, pane, size);
  }
  return sizes;
}
