import { describe, expect, it } from 'vitest';
import type { Log } from './log.ts';
import { createLog } from './log.ts';

const CANARY = 'canary7f3a9c2e51d84b60';

function capture(): { log: Log; text: () => string } {
  const lines: string[] = [];
  const log = createLog({ name: 'test', level: 'trace', destination: { write: (line) => void lines.push(line) } });
  return { log, text: () => lines.join('') };
}

class LibraryError extends Error {
  readonly $response = { headers: { authorization: CANARY } };
  readonly code = 'ECONNRESET';
}

describe('createLog', () => {
  const secrets: readonly { say: (log: Log) => void; because: string }[] = [
    { say: (log) => log.info({ streamKey: CANARY }, 'x'), because: 'a field at the top' },
    { say: (log) => log.info({ publisher: { key: CANARY } }, 'x'), because: 'one level down' },
    { say: (log) => log.info({ request: { headers: { authorization: CANARY, cookie: CANARY } } }, 'x'), because: 'two levels down' },
    { say: (log) => log.child({ token: CANARY }).info('x'), because: 'bound to a child' },
    { say: (log) => log.child({ part: 's3' }).info({ credentials: { accessKeyId: CANARY } }, 'x'), because: 'a whole object of them' },
    { say: (log) => log.info({ s3: { secretAccessKey: CANARY, sessionToken: CANARY, password: CANARY } }, 'x'), because: 'the store’s' },
    { say: (log) => log.info({ url: `rtmp://stage.example/live/${CANARY}` }, 'x'), because: 'the address an encoder publishes to' },
    { say: (log) => log.info({ url: `https://user:${CANARY}@stage.example/x` }, 'x'), because: 'a password in an address' },
    { say: (log) => log.info({ url: `/x?a=1&token=${CANARY}&b=2` }, 'x'), because: 'a token in a query' },
    { say: (log) => log.info({ url: `/v/${CANARY}/live/demo/index.m3u8` }, 'x'), because: 'a viewer’s grant in a path' },
    { say: (log) => log.warn(`refused Bearer ${CANARY}`), because: 'inside a message' },
    {
      say: (log) => log.error({ err: new Error(`GET rtmps://a/b/${CANARY} failed`) }, 'x'),
      because: 'inside an error’s message and stack',
    },
    { say: (log) => log.error({ err: new LibraryError('reset') }, 'x'), because: 'hung on a library’s error' },
    {
      say: (log) => log.error({ err: new Error('x', { cause: new LibraryError('reset') }) }, 'x'),
      because: 'hung on the cause of an error',
    },
    { say: (log) => log.error(new LibraryError('reset')), because: 'an error as the only argument' },
  ];
  for (const { say, because } of secrets) {
    it(`never lets a secret through: ${because}`, () => {
      const { log, text } = capture();
      say(log);
      expect(text()).toMatch(/"level":/);
      expect(text()).not.toContain(CANARY);
    });
  }

  it('keeps what is no secret: addresses, counts, ids', () => {
    const { log, text } = capture();
    const facts = {
      stream: 'demo',
      bytes: 12,
      url: 'https://stage.example/live/demo/720p/index.m3u8?_HLS_msn=12',
      object: 'recordings/demo/x.m4s',
    };
    log.info(facts, 'segment stored');
    expect(JSON.parse(text())).toMatchObject({ ...facts, msg: 'segment stored', name: 'test', level: 30 });
  });

  it('stays one line of JSON when something was taken out of it', () => {
    const { log, text } = capture();
    log.info({ url: `rtmp://a/b/${CANARY}`, next: 'stays' }, 'said');
    expect(JSON.parse(text())).toMatchObject({ url: 'rtmp://a/b/[redacted]', next: 'stays', msg: 'said' });
  });

  it('tells an error with its code, its stack and its causes', () => {
    const { log, text } = capture();
    log.error({ err: new Error('outer', { cause: new LibraryError('inner') }) }, 'failed');
    expect(JSON.parse(text())).toMatchObject({
      err: {
        type: 'Error',
        message: 'outer',
        stack: expect.stringContaining('log.test.ts'),
        cause: { message: 'inner', code: 'ECONNRESET' },
      },
    });
  });

  it('an error that is its own cause ends', () => {
    const { log, text } = capture();
    const error = new Error('round');
    error.cause = error;
    log.error({ err: error }, 'failed');
    expect(text().match(/"message":"round"/g)).toHaveLength(6);
  });

  it('says nothing under its level', () => {
    const lines: string[] = [];
    const log = createLog({ name: 'test', level: 'warn', destination: { write: (line) => void lines.push(line) } });
    log.info('quiet');
    log.warn('loud');
    expect(lines).toHaveLength(1);
  });
});
