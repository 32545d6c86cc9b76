import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { liveUrl, watchUrl } from '../core/contracts/urls.ts';
import type { FlvTag } from '../core/flv/flv-reader.ts';
import { FLV_VIDEO } from '../core/flv/flv-reader.ts';
import { captionUnit, rollUpPair } from '../core/flv/testing/caption-units.ts';
import { waitUntil } from '../core/runtime/test-support.ts';
import { clapperTags } from './rig/clapper.ts';
import type { RunningPlenary } from './rig/plenary.ts';
import { startPlenary } from './rig/plenary.ts';
import { stageOf } from './rig/stages.ts';
import { inRealTime, TagPublisher } from './rig/tag-publisher.ts';
import type { Viewer } from './rig/viewer.ts';
import { openViewer } from './rig/viewer.ts';
import { PATIENCE_MS } from '../ui/testing/chromium.ts';

const RATE = 30;
/** Each is said so long. */
const LINE_SECONDS = 2;
/** FLV's own bytes before those of the picture (E.4.3.1). */
const HEAD_BYTES = 5;

let plenary: RunningPlenary;
let viewer: Viewer | undefined;
let publisher: TagPublisher | undefined;

beforeAll(async () => {
  plenary = await startPlenary({}, ['stage']);
});
afterEach(async () => {
  publisher?.close();
  await viewer?.close();
});
afterAll(() => plenary.stop());

/** The clapper, with "line 1", "line 2", … in its captions. */
function captioned(tags: readonly FlvTag[]): readonly FlvTag[] {
  let frame = -1;
  return tags.map((tag) => {
    if (tag.type !== FLV_VIDEO || tag.body[1] !== 1) return tag;
    frame += 1;
    const line = Math.trunc(frame / (LINE_SECONDS * RATE));
    const unit = captionUnit(rollUpPair(`line ${line}`, frame % (LINE_SECONDS * RATE)));
    return { ...tag, body: Buffer.concat([tag.body.subarray(0, HEAD_BYTES), unit, tag.body.subarray(HEAD_BYTES)]) };
  });
}

it('what an encoder sends as captions is read beside the picture that it was said with, in every rendition', async () => {
  const stage = stageOf(plenary, 'stage');
  const tags = captioned(await clapperTags({ seconds: 60, size: '854x480', rate: RATE }));
  publisher = await TagPublisher.open(stage.publishUrl);
  const playing = publisher.play(inRealTime(tags));
  const opened = await openViewer(plenary.facts().http + watchUrl(stage.stream));
  viewer = opened;
  const { page } = opened;
  await opened.untilPlaying();
  await page.getByRole('button', { name: 'Captions', exact: true }).waitFor();
  await page.keyboard.press('c');

  const rows = page.locator('.caption-row');
  /** The line that is shown; -1 while its number is being written. */
  const number = async (): Promise<number> => Number(/line (\d+)/.exec((await rows.allTextContents()).at(-1) ?? '')?.[1] ?? -1);
  const lineAfter = async (before: number, what: string): Promise<number> => {
    let line = -1;
    await waitUntil(async () => (line = await number()) > before, { within: PATIENCE_MS, every: 50, what });
    return line;
  };
  for (const label of ['480p', '360p']) {
    // by keys: the buttons are away when nobody moves
    await page.getByRole('button', { name: /^Quality/ }).press('Enter');
    await page.getByRole('menuitemradio', { name: label, exact: true }).press('Enter');
    await waitUntil(async () => (await opened.snapshot()).shownHeight === Number.parseInt(label, 10), {
      ...{ within: PATIENCE_MS, every: 100, what: `the picture in ${label}` },
    });
    await lineAfter(await lineAfter(-1, `a line in ${label}`), `the next line in ${label}`);
  }
  const playlist = await (await fetch(plenary.facts().http + liveUrl(stage.stream))).text();
  expect(playlist).toContain('INSTREAM-ID="CC1"');
  expect(opened.complaints).toEqual([]);
  publisher.close();
  await playing;
});
