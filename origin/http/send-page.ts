import type { FastifyReply, FastifyRequest } from 'fastify';
import { CACHE } from './media-headers.ts';
import { acceptsGzip, isUnchanged } from './negotiate.ts';
import { plainOrigins } from './framing.ts';
import type { PageFile, PageFiles } from './page-files.ts';

/** Everything from this site, nothing from anywhere else, and no text that becomes code; media through blobs, as Media Source Extensions need it. */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self' blob:",
  "style-src 'self'",
  "img-src 'self' data:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const ASSET_PATTERN = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.(?:js|css|woff2|svg|png|json)$/;

/** The page of a build, under a policy without exceptions. `ancestors`: who may show it in a frame, as CSP writes it. `vary`: what else decides what is sent here. */
export async function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  files: PageFiles,
  ancestors: string,
  vary?: string,
): Promise<FastifyReply> {
  return sendFile(request, reply, await files.read('index.html'), {
    ...(vary === undefined ? {} : { vary }),
    'cache-control': 'no-cache',
    'content-security-policy': `${PAGE_POLICY}; frame-ancestors ${ancestors}`,
    'referrer-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=()',
    'cross-origin-opener-policy': 'same-origin',
  });
}

/** What pages of others take from a build: the element that puts an event into them. */
export async function sendForOthers(request: FastifyRequest, reply: FastifyReply, files: PageFiles, name: string): Promise<FastifyReply> {
  const file = await files.read(name);
  const headers = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' };
  return sendFile(request, reply, file, { ...headers, 'cache-control': CACHE.brief });
}

/** Who may show an event in a frame, as CSP writes it: our own pages, and those of the origins that it names. */
export function ancestorsOf(origins: readonly string[]): string {
  return ["'self'", ...plainOrigins(origins)].join(' ');
}

/** A file of a build, by its name, which comes from the request. */
export async function sendAsset(request: FastifyRequest, reply: FastifyReply, files: PageFiles, name: string): Promise<FastifyReply> {
  const file = ASSET_PATTERN.test(name) ? await files.read(`assets/${name}`).catch(() => undefined) : undefined;
  if (file !== undefined) return sendFile(request, reply, file, { 'cache-control': CACHE.forever });
  reply.callNotFound();
  return reply;
}

/** Packed for whoever takes it, 304 for whoever has it. */
function sendFile(request: FastifyRequest, reply: FastifyReply, file: PageFile, headers: Readonly<Record<string, string>>): FastifyReply {
  reply.headers({ ...headers, 'content-type': file.type, etag: file.etag });
  if (file.gzipped !== undefined) reply.header('vary', [headers['vary'] ?? [], 'accept-encoding'].flat().join(', '));
  if (isUnchanged(request.headers['if-none-match'], file.etag)) return reply.code(304).send();
  if (file.gzipped === undefined || !acceptsGzip(request.headers['accept-encoding'])) return reply.send(file.bytes);
  return reply.header('content-encoding', 'gzip').send(file.gzipped);
}
