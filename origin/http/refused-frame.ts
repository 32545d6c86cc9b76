/** What stands in a frame where the event may not be shown, in place of the browser's own refusal. Nothing of the event is in it but the way to its page. */
import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { EMBED_REFUSAL } from '../../core/contracts/embed-refusal.ts';
import type { StreamId } from '../../core/contracts/ids.ts';
import { type Language, LANGUAGES } from '../../core/contracts/room/event.ts';
import { FRAMING_HEADERS } from './framing.ts';
import { preferredOf } from './negotiate.ts';

/** Colours of the system, light or dark as the viewer has it; in a frame of a few lines it can be scrolled. */
const STYLE = `:root{color-scheme:light dark;font:clamp(.8125rem,.4rem + 4vmin,1rem)/1.45 system-ui,sans-serif;background:Canvas;color:CanvasText}
body{box-sizing:border-box;margin:0;min-block-size:100vh;padding:.75rem 1rem;display:grid;gap:.25rem;place-content:center;text-align:center;text-wrap:balance;overflow-wrap:anywhere}
p{margin:0}
a{color:LinkText;display:inline-block;padding:.5em .5rem}`;

/** No script, no picture, no request at all; what is opened from here is a page like any other. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  'sandbox allow-popups allow-popups-to-escape-sandbox',
].join('; ');

/** @param stream undefined: what was asked for is no name of an event. Whether there is such an event is not told. */
export function sendRefusal(request: FastifyRequest, reply: FastifyReply, stream: StreamId | undefined): FastifyReply {
  const { lang } = request.query as { readonly lang?: unknown };
  const asked = LANGUAGES.find((language) => language === lang);
  const language = asked ?? preferredOf(request.headers['accept-language'], LANGUAGES) ?? 'en';
  return reply
    .code(403)
    .headers({
      'content-type': 'text/html; charset=utf-8',
      'content-language': language,
      'content-security-policy': POLICY,
      'cache-control': 'no-store',
      vary: `${FRAMING_HEADERS}, accept-language`,
      'referrer-policy': 'no-referrer',
    })
    .send(refusalPage(language, stream, asked !== undefined));
}

function refusalPage(language: Language, stream: StreamId | undefined, isAsked: boolean): string {
  const { sentence, link } = EMBED_REFUSAL[language];
  const address = `/watch/${stream}${isAsked ? `?lang=${language}` : ''}`;
  const way = stream === undefined ? '' : `<p><a href="${address}" target="_blank" rel="noopener">${link}</a></p>`;
  return `<!doctype html><html lang="${language}" dir="${language === 'fa' ? 'rtl' : 'ltr'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${sentence}</title><style>${STYLE}</style></head><body><main><p>${sentence}</p>${way}</main></body></html>`;
}
