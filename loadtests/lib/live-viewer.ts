/** One low-latency viewer without a screen: does what hls.js does on the wire, and keeps the figures that say whether it would have stalled. */
import http from 'k6/http';
import { pause } from './pause.ts';
import { Counter, Rate, Trend } from 'k6/metrics';
import { SLUG, TARGET } from './target.ts';

/** Click to the first part that can be shown: multivariant, media playlist, init, part. */
export const joinTime = new Trend('viewer_join_time', true);
/** From asking for a part's playlist to its answer, less the time the part takes to come into being: what is left is the server's. */
export const reloadTime = new Trend('viewer_reload_time', true);
export const partTime = new Trend('viewer_part_time', true);
/** Age of the newest media when it has arrived: now less programme time of its end. Needs clocks that agree; asked of one viewer in twenty. */
export const edgeAge = new Trend('viewer_edge_age', true);
/** A viewer with so little in reserve would have stood still. */
export const stalls = new Counter('viewer_stalls');
export const failures = new Rate('viewer_failures');

const HINT = /#EXT-X-PRELOAD-HINT:TYPE=PART,URI="([^"]*-p(\d+)\.(\d+)\.m4s)"/;
const PART = /#EXT-X-PART:DURATION=([\d.]+),URI="([^"]+)"/g;
/** What our player keeps in reserve when a part has just been played, s. */
const RESERVE_SECONDS = 0.22;
/** A failed request is tried again after this, as hls.js does. */
const RETRY_MS = 250;

interface Edge {
  readonly hint: string;
  readonly msn: string;
  readonly part: string;
}

/** Watches until `untilMs` (Unix ms). `prefix` is the path before `/live/…`: empty for an open event, `/v/<token>` for others. */
export async function watch(untilMs: number, options: { readonly isProbe: boolean; readonly prefix?: string }): Promise<void> {
  const startMs = Date.now();
  const base = `${TARGET}${options.prefix ?? ''}/live/${SLUG}`;
  const multivariant = await text(`${base}/index.m3u8`, 'multivariant');
  const variants = (multivariant ?? '').split('\n').filter((line) => line.endsWith('/index.m3u8'));
  const chosen = variants[Math.floor(Math.random() * Math.max(1, variants.length - 1))];
  if (chosen === undefined) return;
  const folder = `${base}/${chosen.replace('/index.m3u8', '')}`;
  let playlist = await text(`${folder}/index.m3u8`, 'media');
  let edge = edgeOf(playlist ?? '');
  const init = /#EXT-X-MAP:URI="([^"]+)"/.exec(playlist ?? '')?.[1];
  if (init !== undefined) await bytes(`${folder}/${init}`, 'init');
  let isFirst = true;
  let dryAtMs = Number.POSITIVE_INFINITY;
  while (Date.now() < untilMs) {
    if (edge === undefined) {
      await pause(RETRY_MS);
      playlist = await text(`${folder}/index.m3u8`, 'media');
      edge = edgeOf(playlist ?? '');
      continue;
    }
    const askedMs = Date.now();
    const answer = await text(`${folder}/index.m3u8?_HLS_msn=${edge.msn}&_HLS_part=${edge.part}&_HLS_skip=YES`, 'reload');
    const next = edgeOf(answer ?? '');
    if (answer === undefined || next === undefined) {
      await pause(RETRY_MS);
      edge = undefined;
      continue;
    }
    reloadTime.add(Date.now() - askedMs);
    const at = answer.indexOf(edge.hint);
    const fresh = at < 0 ? '' : answer.slice(answer.lastIndexOf('#EXT-X-PART:', at));
    let arrivedSeconds = 0;
    for (const [, duration = '0', uri = ''] of fresh.matchAll(PART)) {
      if (await bytes(`${folder}/${uri}`, 'part')) arrivedSeconds += Number(duration);
    }
    const nowMs = Date.now();
    if (isFirst && arrivedSeconds > 0) {
      joinTime.add(nowMs - startMs);
      dryAtMs = nowMs + (arrivedSeconds + RESERVE_SECONDS) * 1000;
      isFirst = false;
    } else if (arrivedSeconds > 0) {
      if (nowMs > dryAtMs) {
        stalls.add(1);
        // it starts again with a little more, as a player does
        dryAtMs = nowMs + RESERVE_SECONDS * 1500;
      }
      dryAtMs = Math.min(dryAtMs + arrivedSeconds * 1000, nowMs + 2_000);
    }
    if (options.isProbe && arrivedSeconds > 0) edgeAge.add(nowMs - endOf(answer));
    edge = next;
  }
}

function edgeOf(playlist: string): Edge | undefined {
  const found = HINT.exec(playlist);
  return found === null ? undefined : { hint: found[1] ?? '', msn: found[2] ?? '', part: found[3] ?? '' };
}

/** Programme time of a playlist's end: of its newest segment's start, and its parts. */
function endOf(playlist: string): number {
  const at = playlist.lastIndexOf('#EXT-X-PROGRAM-DATE-TIME:');
  const tail = playlist.slice(at);
  const start = Date.parse(tail.slice(25, tail.indexOf('\n')));
  let seconds = 0;
  for (const [, duration = '0'] of tail.matchAll(PART)) seconds += Number(duration);
  return start + seconds * 1000;
}

async function text(url: string, name: string): Promise<string | undefined> {
  const answer = await http.asyncRequest('GET', url, null, { tags: { name }, timeout: '20s' });
  failures.add(answer.status !== 200);
  return answer.status === 200 && typeof answer.body === 'string' ? answer.body : undefined;
}

async function bytes(url: string, name: string): Promise<boolean> {
  const answer = await http.asyncRequest('GET', url, null, { tags: { name }, timeout: '20s', responseType: 'none' });
  failures.add(answer.status !== 200);
  if (name === 'part') partTime.add(answer.timings.duration);
  return answer.status === 200;
}
