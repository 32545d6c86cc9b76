import { readFile } from 'node:fs/promises';
import type { CDPSession, Page } from 'playwright-core';
import { decodeTimecode } from '../../presenter/timecode.ts';
import { waitUntil } from '../../core/runtime/test-support.ts';
import { launchChromium, PATIENCE_MS } from '../../ui/testing/chromium.ts';

const SAMPLER = await readFile(new URL('./page/glass-sampler.js', import.meta.url), 'utf8');

/** What the watch page tells of itself (player/view/debug-handle.ts), as far as the tests look. */
export interface Snapshot {
  readonly state: string;
  readonly mode: string;
  readonly latencySeconds: number | null;
  readonly bufferSeconds: number;
  readonly stalls: number;
  readonly longestGapMs: number;
  readonly gaps: readonly { readonly atMs: number; readonly ms: number }[];
  readonly marginSeconds: number;
  readonly rateChanges: number;
  readonly loadingHeight: number | null;
  readonly frames: number;
  readonly fatalErrors: number;
  readonly lastError: string | null;
  readonly loadedAtMs: number;
  readonly recreated: number;
  readonly jumps: number;
  readonly switches: number;
  readonly shownHeight: number | null;
  readonly position: number;
  readonly rebuffers: readonly { readonly atMs: number; readonly ms: number }[];
}

/** One presented frame. */
export interface GlassSample {
  /** Unix ms at which it was presented. */
  readonly atMs: number;
  /** From being painted by the presenter to being presented; undefined where there is no time code, as on the slate. */
  readonly latencyMs: number | undefined;
  readonly height: number;
}

/** Chromium with a watch page. */
export interface Viewer {
  readonly page: Page;
  readonly cdp: CDPSession;
  snapshot(): Promise<Snapshot>;
  /** Notes presented frames from now on; done by itself for a page given to {@link openViewer}. */
  startSampling(): Promise<void>;
  /** Every frame presented since the last call. */
  takeGlass(): Promise<readonly GlassSample[]>;
  /** Waits until the picture moves. */
  untilPlaying(withinMs?: number): Promise<Snapshot>;
  /** Opens a page anew and gives the ms from the click to its first presented frame. */
  untilFirstFrame(url: string): Promise<number>;
  /** Media sequence numbers of every live playlist that the page was given, in order, by rendition. */
  readonly sequences: ReadonlyMap<string, readonly number[]>;
  /** Requests of the page since it was opened. */
  requests(): number;
  /** Whatever the page complained about. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

export async function openViewer(url: string, options: { width?: number; height?: number } = {}): Promise<Viewer> {
  const browser = await launchChromium('--autoplay-policy=no-user-gesture-required', '--mute-audio');
  const page = await browser.newPage({ viewport: { width: options.width ?? 1280, height: options.height ?? 800 } });
  page.setDefaultTimeout(PATIENCE_MS);
  const cdp = await page.context().newCDPSession(page);
  const complaints: string[] = [];
  const sequences = new Map<string, number[]>();
  let requests = 0;
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/^(Failed to load resource|WebSocket connection to)/.test(message.text()))
      complaints.push(message.text());
  });
  page.on('request', () => {
    requests++;
  });
  page.on('response', (response) => {
    const match = /\/live\/[^/]+\/([^/]+)\/index\.m3u8/.exec(response.url());
    if (match === null || response.status() !== 200) return;
    response.text().then(
      (text) => {
        const sequence = Number(/#EXT-X-MEDIA-SEQUENCE:(\d+)/.exec(text)?.[1] ?? -1);
        const rendition = match[1] ?? '';
        sequences.set(rendition, [...(sequences.get(rendition) ?? []), sequence]);
      },
      () => undefined,
    );
  });
  await page.goto(url);
  const startSampling = (): Promise<void> => page.evaluate(SAMPLER);
  await startSampling();
  const snapshot = async (): Promise<Snapshot> => page.evaluate<Snapshot>('window.plenary?.snapshot()');
  return {
    page,
    cdp,
    snapshot,
    startSampling,
    sequences,
    complaints,
    requests: () => requests,
    takeGlass: async () => {
      const raw = await page.evaluate<[number, string, number][]>('window.glassSamples.splice(0)');
      return raw.map(([atMs, blocks, height]) => {
        const paintedMs = decodeTimecode(
          Array.from(blocks, (block) => block === '1'),
          atMs,
        );
        const latencyMs = paintedMs === undefined ? undefined : atMs - paintedMs;
        return { atMs, height, latencyMs: latencyMs !== undefined && latencyMs > 0 && latencyMs < 60_000 ? latencyMs : undefined };
      });
    },
    untilPlaying: (withinMs = 20_000) =>
      waitUntil(
        async () => {
          const now = await snapshot();
          return now?.frames > 5 ? now : undefined;
        },
        { within: withinMs, every: 50, what: 'a moving picture' },
      ),
    untilFirstFrame: async (target) => {
      await page.addInitScript(SAMPLER);
      await page.goto(target, { waitUntil: 'commit' });
      const [atMs, originMs] = await waitUntil(
        () =>
          page.evaluate<[number, number] | undefined>('window.glassSamples?.[0] && [window.glassSamples[0][0], performance.timeOrigin]'),
        { within: 20_000, every: 50, what: 'a first frame' },
      );
      return atMs - originMs;
    },
    close: () => browser.close(),
  };
}
