import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

/** A page of the same origin with hls.js as it comes: what one has without a latency controller of one's own. */
export async function openPlainHls(page: Page, http: string, playlistUrl: string): Promise<void> {
  const script = await readFile(createRequire(import.meta.url).resolve('hls.js/dist/hls.min.js'), 'utf8');
  const html = `<!doctype html><title>hls.js as it comes</title><video muted autoplay playsinline width="1280" height="720"></video>
    <script src="/plain-hls.js"></script><script>
      const video = document.querySelector('video');
      window.stalls = 0;
      video.addEventListener('waiting', () => { if (video.currentTime > 1) window.stalls++; });
      const hls = new Hls({ lowLatencyMode: true });
      hls.loadSource(${JSON.stringify(playlistUrl)});
      hls.attachMedia(video);
    </script>`;
  await page.route('**/plain-hls.html', (route) => route.fulfill({ contentType: 'text/html', body: html }));
  await page.route('**/plain-hls.js', (route) => route.fulfill({ contentType: 'text/javascript', body: script }));
  await page.goto(`${http}/plain-hls.html`);
}
