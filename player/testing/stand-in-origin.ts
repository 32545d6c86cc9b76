/** A small origin for the player's own tests: the built page, a status that the test sets, a clip as if it were live. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import type { StreamState } from '../../core/contracts/stream-status.ts';
import { type ClipRendition, PART_SECONDS } from './clip.ts';

/** As the real origin sends it. */
export const PAGE_CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; worker-src 'self' blob:; require-trusted-types-for 'script'; trusted-types 'none'; base-uri 'none'; form-action 'none'";

const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css' };
const WINDOW_SEGMENTS = 8;

export interface StandIn {
  readonly url: string;
  /** The stage: what the status says. */
  state: StreamState | 'gone' | 'broken';
  recording: boolean;
  sinceMs: number;
  /** Milliseconds added to every answer of media and playlists. */
  delayMs: () => number;
  /** Media bits a second; null: as fast as it goes. */
  mediaBps: number | null;
  /** Media and playlists answer 503. */
  mediaDown: boolean;
  readonly requests: string[];
  close(): Promise<void>;
}

/** @param clip without one there is a status but no media. */
export async function standIn(dist: string, clip: readonly ClipRendition[] = [], gopSeconds = 1): Promise<StandIn> {
  const startMs = Date.now();
  const partsASegment = Math.round(gopSeconds / PART_SECONDS);
  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const self: StandIn = {
    url: `http://127.0.0.1:${port}`,
    state: 'waiting',
    recording: false,
    sinceMs: startMs,
    delayMs: () => 0,
    mediaBps: null,
    mediaDown: false,
    requests: [],
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  // As if the stage had been on air for ten segments.
  const made = (): number => Math.floor((Date.now() - startMs) / 1000 / PART_SECONDS) + 10 * partsASegment;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', self.url);
    self.requests.push(url.pathname + url.search);
    if (url.pathname.startsWith('/watch/')) return sendFile(response, 'index.html');
    if (url.pathname.startsWith('/assets/')) return sendFile(response, url.pathname.slice(1));
    if (url.pathname === '/api/streams/demo') return sendStatus(response);
    if (!/^\/(?:live|recordings)\//.test(url.pathname)) return send(response, 404, 'text/plain', 'no');
    if (self.mediaDown) return send(response, 503, 'text/plain', 'down');
    return media(url, response);
  }

  async function media(url: URL, response: ServerResponse): Promise<void> {
    const [, root = '', , name = '', file = ''] = url.pathname.split('/');
    if (name === 'index.m3u8') return send(response, 200, 'application/vnd.apple.mpegurl', multivariant(clip));
    const rendition = clip.find((candidate) => candidate.name === name);
    if (rendition === undefined) return send(response, 404, 'text/plain', 'no');
    if (file === 'init.mp4') return sendMedia(response, rendition.init);
    const [kind, msn = 0, part = 0] = [file[0], ...file.slice(1).split('.').map(Number)];
    const first = msn * partsASegment;
    if (kind === 'p') return sendMedia(response, rendition.parts[first + part]?.bytes ?? Buffer.alloc(0));
    if (kind === 's')
      return sendMedia(response, Buffer.concat(rendition.parts.slice(first, first + partsASegment).map(({ bytes }) => bytes)));
    if (root === 'recordings') return send(response, 200, 'application/vnd.apple.mpegurl', recordingPlaylist());
    const asked = url.searchParams.get('_HLS_msn');
    if (asked !== null) {
      const wanted = Number(asked) * partsASegment + Number(url.searchParams.get('_HLS_part') ?? partsASegment - 1);
      while (made() <= wanted) await pass(Math.max(1, (wanted + 1 - 10 * partsASegment) * PART_SECONDS * 1000 - (Date.now() - startMs)));
    }
    await pass(self.delayMs());
    return send(response, 200, 'application/vnd.apple.mpegurl', livePlaylist(rendition));
  }

  function livePlaylist(rendition: ClipRendition): string {
    const parts = made();
    const open = Math.floor(parts / partsASegment);
    const first = Math.max(0, open - WINDOW_SEGMENTS);
    const lines = [
      '#EXTM3U',
      '#EXT-X-VERSION:9',
      `#EXT-X-TARGETDURATION:${Math.ceil(gopSeconds)}`,
      '#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=1.002',
      '#EXT-X-PART-INF:PART-TARGET=0.334',
      `#EXT-X-MEDIA-SEQUENCE:${first}`,
      '#EXT-X-MAP:URI="init.mp4"',
    ];
    for (let msn = first; msn <= open; msn += 1) {
      const count = Math.min(partsASegment, parts - msn * partsASegment);
      if (count > 0) lines.push(`#EXT-X-PROGRAM-DATE-TIME:${programTime(msn)}`);
      for (let part = 0; part < count && msn > open - 4; part += 1) {
        lines.push(`#EXT-X-PART:DURATION=${PART_SECONDS.toFixed(5)},URI="p${msn}.${part}.m4s"${part === 0 ? ',INDEPENDENT=YES' : ''}`);
      }
      if (count === partsASegment) lines.push(`#EXTINF:${gopSeconds.toFixed(5)},`, `s${msn}.m4s`);
    }
    const last = parts - 1;
    lines.push(`#EXT-X-PRELOAD-HINT:TYPE=PART,URI="p${open}.${parts % partsASegment}.m4s"`);
    for (const { name } of clip) {
      if (name === rendition.name) continue;
      lines.push(
        `#EXT-X-RENDITION-REPORT:URI="../${name}/index.m3u8",LAST-MSN=${Math.floor(last / partsASegment)},LAST-PART=${last % partsASegment}`,
      );
    }
    return `${lines.join('\n')}\n`;
  }

  function recordingPlaylist(): string {
    const closed = Math.floor(made() / partsASegment);
    const lines = [
      '#EXTM3U',
      '#EXT-X-VERSION:7',
      `#EXT-X-TARGETDURATION:${Math.ceil(gopSeconds)}`,
      '#EXT-X-PLAYLIST-TYPE:EVENT',
      '#EXT-X-MAP:URI="init.mp4"',
    ];
    for (let msn = 0; msn < closed; msn += 1) {
      lines.push(`#EXT-X-PROGRAM-DATE-TIME:${programTime(msn)}`, `#EXTINF:${gopSeconds.toFixed(5)},`, `s${msn}.m4s`);
    }
    if (self.state === 'ended') lines.push('#EXT-X-ENDLIST');
    return `${lines.join('\n')}\n`;
  }

  const programTime = (msn: number): string => new Date(startMs + (msn - 10) * gopSeconds * 1000).toISOString();

  function sendStatus(response: ServerResponse): void {
    if (self.state === 'gone') return send(response, 404, 'application/json', '{}');
    if (self.state === 'broken') return send(response, 502, 'text/html', '<h1>Bad gateway</h1>');
    const hasMedia = self.state !== 'waiting';
    return send(
      response,
      200,
      'application/json',
      JSON.stringify({
        stream: 'demo',
        title: 'Opening keynote: the next ten years of open webcasting',
        state: self.state,
        sinceMs: self.sinceMs,
        startedMs: hasMedia ? startMs - 10 * gopSeconds * 1000 : null,
        liveUrl: hasMedia ? '/live/demo/index.m3u8' : null,
        recordingUrl: self.recording ? '/recordings/demo/index.m3u8' : null,
        posterUrl: null,
        recording: null,
        nowMs: Date.now(),
      }),
    );
  }

  async function sendMedia(response: ServerResponse, bytes: Buffer): Promise<void> {
    await pass(self.delayMs());
    response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': bytes.length, 'cache-control': 'no-store' });
    if (self.mediaBps !== null) {
      for (let at = 0; at < bytes.length; at += 4096) {
        const piece = bytes.subarray(at, at + 4096);
        response.write(piece);
        await pass((piece.length * 8000) / self.mediaBps);
      }
      response.end();
      return;
    }
    response.end(bytes);
  }

  async function sendFile(response: ServerResponse, path: string): Promise<void> {
    const body = await readFile(join(dist, path));
    response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream', 'content-security-policy': PAGE_CSP });
    response.end(body);
  }

  return self;
}

function multivariant(clip: readonly ClipRendition[]): string {
  const lines = ['#EXTM3U', '#EXT-X-VERSION:9', '#EXT-X-INDEPENDENT-SEGMENTS'];
  for (const { name, kbps, width, height } of clip) {
    lines.push(
      `#EXT-X-STREAM-INF:BANDWIDTH=${kbps * 1200},AVERAGE-BANDWIDTH=${kbps * 1000},CODECS="avc1.42c01f",RESOLUTION=${width}x${height},FRAME-RATE=30`,
    );
    lines.push(`${name}/index.m3u8`);
  }
  return `${lines.join('\n')}\n`;
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
  response.end(body);
}
