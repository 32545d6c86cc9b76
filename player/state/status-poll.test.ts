import { describe, expect, it } from 'vitest';
import { readStatus } from './status-poll.ts';

const good = {
  stream: 'demo',
  title: 'Opening',
  state: 'live',
  sinceMs: 1,
  startedMs: 1,
  liveUrl: '/live/demo/index.m3u8',
  recordingUrl: null,
  posterUrl: null,
  recording: null,
  nowMs: 2,
};

describe('a status read from the wire', () => {
  it.each([
    { text: JSON.stringify(good), ok: true, because: 'it is one' },
    { text: '<html>502', ok: false, because: "it is a proxy's page" },
    { text: '"live"', ok: false, because: 'it is a word' },
    { text: 'null', ok: false, because: 'it is nothing' },
    { text: JSON.stringify({ ...good, state: 'paused' }), ok: false, because: 'the state is unknown' },
    {
      text: JSON.stringify({ ...good, liveUrl: 'https://elsewhere.example/x.m3u8' }),
      ok: false,
      because: 'media comes from our own server',
    },
    { text: JSON.stringify({ ...good, posterUrl: '//elsewhere.example/x.jpg' }), ok: false, because: 'that is another server too' },
    { text: JSON.stringify({ ...good, title: 'x'.repeat(30_000) }), ok: false, because: 'it is far too long' },
  ])('is taken: $ok, $because', ({ text, ok }) => {
    expect(readStatus(text) !== undefined).toBe(ok);
  });
});
