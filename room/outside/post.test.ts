import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { postOutside, refusalOf } from './post.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function server(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const listening = createServer(answer);
  await new Promise<void>((resolve) => {
    listening.listen(0, '127.0.0.1', () => resolve());
  });
  closing.push(
    () =>
      new Promise((resolve) => {
        listening.close(() => resolve());
        listening.closeAllConnections();
      }),
  );
  return `http://127.0.0.1:${(listening.address() as AddressInfo).port}/hook`;
}

const common = { body: '{"a":1}', headers: { 'content-type': 'application/json' }, allowedHosts: ['hooks.example.eu'] };

describe('which URLs may be called', () => {
  it.each([
    { url: 'https://hooks.example.eu/a', ok: true, because: 'the host is listed' },
    { url: 'https://hooks.example.eu./a', ok: true, because: 'a dot at the end is the same name' },
    { url: 'https://HOOKS.example.eu/a', ok: true, because: 'names have no case' },
    { url: 'http://hooks.example.eu/a', ok: false, because: 'it is not encrypted' },
    { url: 'https://evil.example/a', ok: false, because: 'the host is not listed' },
    { url: 'https://hooks.example.eu.evil.example/a', ok: false, because: 'it only begins like a listed host' },
    { url: 'https://hooks.example.eu@evil.example/a', ok: false, because: 'the listed name is only the user' },
    { url: 'https://user:secret@hooks.example.eu/a', ok: false, because: 'credentials have no place in a URL' },
    { url: 'https://hooks.example.eu:22/a', ok: false, because: 'that is no web port' },
    { url: 'https://127.0.0.1/a', ok: false, because: 'it is this machine' },
    { url: 'http://127.0.0.1:8080/a', ok: false, because: 'loopback is for tests' },
    { url: 'file:///etc/passwd', ok: false, because: 'it is a file' },
  ])('$url: $ok, $because', ({ url, ok }) => {
    expect(refusalOf(new URL(url), common) === undefined).toBe(ok);
  });
});

describe('postOutside', () => {
  it('delivers body and headers', async () => {
    const got: { body: string; type: string | undefined }[] = [];
    const url = await server((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      request.on('end', () => {
        got.push({ body, type: request.headers['content-type'] });
        response.writeHead(204).end();
      });
    });
    expect(await postOutside({ ...common, url, allowsLoopback: true })).toEqual({ kind: 'delivered', status: 204 });
    expect(got).toEqual([{ body: '{"a":1}', type: 'application/json' }]);
  });

  it('does not follow a redirect', async () => {
    let asked = 0;
    const url = await server((_request, response) => {
      asked++;
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    expect(await postOutside({ ...common, url, allowsLoopback: true })).toMatchObject({ kind: 'failed', status: 307 });
    expect(asked).toBe(1);
  });

  it('reads no more than 64 KiB of an answer', async () => {
    const url = await server((_request, response) => {
      response.writeHead(200);
      const more = (): void => {
        if (!response.destroyed && response.write(Buffer.alloc(16_384))) setImmediate(more);
      };
      response.on('drain', more);
      more();
    });
    expect(await postOutside({ ...common, url, allowsLoopback: true })).toMatchObject({ kind: 'failed', why: 'the answer is too long' });
  });

  it('says what failed when nobody listens', async () => {
    const url = await server(() => undefined);
    await closing.pop()?.();
    expect(await postOutside({ ...common, url, allowsLoopback: true })).toMatchObject({ kind: 'failed' });
  });

  it('gives up when the caller does', async () => {
    const url = await server(() => undefined);
    const aborter = new AbortController();
    const posted = postOutside({ ...common, url, allowsLoopback: true, signal: aborter.signal });
    aborter.abort(new Error('stopping'));
    expect(await posted).toMatchObject({ kind: 'failed', why: 'stopping' });
  });

  it('refuses a listed name that resolves to this machine', async () => {
    const outcome = await postOutside({ ...common, url: 'https://localhost/a', allowedHosts: ['localhost'] });
    expect(outcome).toMatchObject({ kind: 'refused-by-us', why: expect.stringContaining('not public') });
  });
});
