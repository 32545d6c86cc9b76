import { describe, expect, it } from 'vitest';
import { withPass } from './media-pass.ts';

describe('a path to the picture', () => {
  it.each([
    { url: '/live/demo/index.m3u8', prefix: '/v/new.pass', to: '/v/new.pass/live/demo/index.m3u8', because: 'it had none' },
    { url: '/v/old.pass/live/demo/index.m3u8', prefix: '/v/new.pass', to: '/v/new.pass/live/demo/index.m3u8', because: 'the old one ends' },
    { url: '/v/old.pass/api/streams/demo', prefix: '', to: '/api/streams/demo', because: 'the event is open now' },
    { url: '/live/demo/720p/index.m3u8?_HLS_msn=4', prefix: '', to: '/live/demo/720p/index.m3u8?_HLS_msn=4', because: 'open stays open' },
    {
      url: 'https://stage.example/v/old/recordings/demo/abc/source/x-s1.m4s',
      prefix: '/v/new',
      to: 'https://stage.example/v/new/recordings/demo/abc/source/x-s1.m4s',
      because: 'hls.js knows whole addresses',
    },
    {
      url: 'http://127.0.0.1:80/live/v/poster.jpg',
      prefix: '/v/n',
      to: 'http://127.0.0.1:80/v/n/live/v/poster.jpg',
      because: 'a stream called v',
    },
    { url: '/assets/live/x.js', prefix: '/v/new', to: '/assets/live/x.js', because: 'that is no picture' },
    {
      url: 'blob:https://stage.example/live/',
      prefix: '/v/new',
      to: 'blob:https://stage.example/live/',
      because: 'that is no address of ours',
    },
  ])('$url with "$prefix" is $to: $because', ({ url, prefix, to }) => {
    expect(withPass(url, prefix)).toBe(to);
  });
});
