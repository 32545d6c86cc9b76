/** Which renditions a source gets. Pure arithmetic; the transcoder does what it says. */
import type { RenditionId } from '../contracts/ids.ts';

export interface LadderSource {
  readonly width: number;
  readonly height: number;
  readonly frameRate: number;
  /** The presenter's own bytes can be sent on: H.264 that browsers decode, keyframes often enough, even frames. */
  readonly isCopyable: boolean;
}

export interface LadderMeans {
  /** Processor cores that may be used. */
  readonly cores: number;
  /** Most renditions that are encoded; undefined: as many as the cores carry. */
  readonly maxRungs: number | undefined;
  /** Nothing higher is encoded, for the machine did not keep up with it ({@link lighterCeiling}); 0: only what has to be. Undefined: no bound. */
  readonly ceiling?: number | undefined;
}

/** One rendition with a picture. */
export interface Rung {
  readonly id: RenditionId;
  /** `copy`: the source's own bytes. */
  readonly kind: 'copy' | 'encode';
  readonly width: number;
  readonly height: number;
  /** Of the picture. For a copied rung an estimate until it is measured. */
  readonly videoBps: number;
}

export interface LadderPlan {
  /** Best first. At least one. */
  readonly rungs: readonly Rung[];
  readonly leftOut: readonly { readonly id: RenditionId; readonly why: string }[];
  /** Part of the budget that is used, 0-1. */
  readonly load: number;
}

interface Step {
  readonly id: string;
  readonly height: number;
  readonly videoBps: number;
}

/** Rungs below the source, best first; bit rates for x264 superfast. */
const STEPS: readonly Step[] = [
  { id: '720p', height: 720, videoBps: 2_800_000 },
  { id: '480p', height: 480, videoBps: 1_400_000 },
  { id: '360p', height: 360, videoBps: 800_000 },
];

/** The rendition of the source's own size. */
export const SOURCE = 'source' as RenditionId;
/** The rendition without a picture. */
export const AUDIO = 'audio' as RenditionId;

/**
 * Million pixels a second that one core decodes, scales and encodes beside everything else at 1.3 x real time. Measured: 1080p30
 * decoded, 720p and 480p encoded took 44 % of two cores.
 */
const MEGAPIXELS_PER_CORE = 40;
/** Decoding a pixel costs this much of encoding it. */
const DECODE_SHARE = 0.25;
/** The top rung is encoded no larger than this when the source cannot be copied. */
const ENCODED_TOP_HEIGHT = 1080;
/** A frame rate above it is not halved for the rungs but costs double. */
const MEGA = 1_000_000;

function scaledWidth(source: LadderSource, height: number): number {
  return Math.max(2, Math.round((source.width * height) / source.height / 2) * 2);
}

/** Chooses the ladder; never scales up, always leaves at least one rung. */
export function planLadder(source: LadderSource, means: LadderMeans): LadderPlan {
  const frameRate = Math.min(Math.max(source.frameRate, 1), 60);
  const cost = (width: number, height: number) => (width * height * frameRate) / MEGA;
  const budget = means.cores * MEGAPIXELS_PER_CORE;
  const ceiling = means.ceiling ?? Number.POSITIVE_INFINITY;
  const steps = STEPS.filter((step) => step.height < source.height);
  const leftOut: { id: RenditionId; why: string }[] = [];
  for (const step of STEPS) {
    if (step.height >= source.height) leftOut.push({ id: step.id as RenditionId, why: `the source is only ${source.height} lines high` });
  }
  let used = 0;
  let top: Rung;
  const topBps = source.height > 720 ? 4_500_000 : source.height > 480 ? 2_800_000 : source.height > 360 ? 1_400_000 : 800_000;
  if (source.isCopyable) {
    top = { id: SOURCE, kind: 'copy', width: source.width, height: source.height, videoBps: topBps };
  } else {
    used = cost(source.width, source.height) * DECODE_SHARE;
    const heights = [ENCODED_TOP_HEIGHT, 720, 480, 360].filter((height) => height < source.height);
    const sizes = [source.height <= ENCODED_TOP_HEIGHT ? source.height - (source.height % 2) : 0, ...heights].filter(
      (height) => height > 0,
    );
    const fits = (one: number) => one <= ceiling && used + cost(scaledWidth(source, one), one) <= budget * 0.7;
    const height = sizes.find(fits) ?? sizes.at(-1) ?? source.height;
    const width = scaledWidth(source, height);
    used += cost(width, height);
    top = { id: SOURCE, kind: 'encode', width, height, videoBps: height > 720 ? 4_500_000 : height > 480 ? 2_800_000 : 1_400_000 };
  }
  const most = means.maxRungs ?? steps.length;
  const chosen: Step[] = [];
  // the lowest rungs first: they are for those who would see nothing otherwise
  for (const step of steps.toReversed()) {
    const id = step.id as RenditionId;
    if (step.height >= top.height) {
      leftOut.push({ id, why: 'the top rung is as small' });
      continue;
    }
    const decode = used === 0 ? cost(source.width, source.height) * DECODE_SHARE : 0;
    const encode = cost(scaledWidth(source, step.height), step.height);
    if (step.height > ceiling) leftOut.push({ id, why: 'the machine did not keep up with it' });
    else if (chosen.length >= most) leftOut.push({ id, why: `TRANSCODER_MAX_RUNGS is ${most}` });
    else if (used + decode + encode > budget)
      leftOut.push({
        id,
        why: `${means.cores} cores carry ${Math.round(budget)} megapixels a second, this would make ${Math.round(used + decode + encode)}`,
      });
    else {
      chosen.push(step);
      used += decode + encode;
    }
  }
  const rungs: Rung[] = [top];
  for (const step of chosen.toReversed()) {
    rungs.push({
      id: step.id as RenditionId,
      kind: 'encode',
      width: scaledWidth(source, step.height),
      height: step.height,
      videoBps: step.videoBps,
    });
  }
  return { rungs, leftOut, load: budget === 0 ? 1 : used / budget };
}

/**
 * What has to go when the machine does not keep up with `plan`: the most expensive encode, which is the highest. The source's own bytes
 * cost nothing and stay.
 * @returns the {@link LadderMeans.ceiling} without it; undefined when nothing can be left out.
 */
export function lighterCeiling(source: LadderSource, means: LadderMeans, plan: LadderPlan): number | undefined {
  const highest = Math.max(0, ...plan.rungs.filter((rung) => rung.kind === 'encode').map((rung) => rung.height));
  if (highest === 0) return undefined;
  const ceiling = highest - 1;
  return planLadder(source, { ...means, ceiling }).load < plan.load ? ceiling : undefined;
}
