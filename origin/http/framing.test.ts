import { describe, expect, it } from 'vitest';
import { isRefusedFrame } from './framing.ts';

const frame = { 'sec-fetch-dest': 'iframe', 'sec-fetch-site': 'cross-site' };
const of = (referer: string) => ({ ...frame, referer });
const origins = ['https://www.example.org', 'https://a.example:8443', 'https://b.example:443', 'http://plain.example'];

describe('a frame is refused', () => {
  it.each([
    { headers: of('https://stranger.example/'), because: 'nobody named it' },
    { headers: of('https://stranger.example/https://www.example.org'), because: 'an address is no origin' },
    { headers: of('https://www.example.org@stranger.example/'), because: 'what stands before the @ is nobody' },
    { headers: of('https://www.example.org.stranger.example/'), because: 'that is another host' },
    { headers: of('http://www.example.org/'), because: 'it was named with https' },
    { headers: of('https://a.example/'), because: 'it was named with another port' },
    { headers: of('http://plain.example/'), because: 'only https can be named' },
    { headers: { ...of('https://other.test/'), 'sec-fetch-site': 'same-site' }, because: 'a sibling is not ourselves' },
    { headers: { ...of('https://stranger.example/'), 'sec-fetch-dest': 'object' }, because: 'that is a frame, too' },
    { headers: of('about:blank'), because: 'that is no page that anybody named' },
  ])('$headers.referer: $because', ({ headers }) => {
    expect(isRefusedFrame(headers, 'live.test', origins)).toBe(true);
  });
});

describe('the page is sent', () => {
  it.each([
    { headers: of('https://www.example.org/'), because: 'it is named' },
    { headers: of('https://a.example:8443/page'), because: 'it is named with its port' },
    { headers: of('https://b.example/'), because: 'a port that goes without saying' },
    { headers: frame, because: 'nobody says who asks: the browser refuses' },
    { headers: of('no address'), because: 'that says nothing' },
    { headers: of('https://live.test/watch/x'), because: 'our own page asks, by way of another' },
    { headers: { ...of('https://stranger.example/'), 'sec-fetch-dest': 'document' }, because: 'it is no frame' },
    { headers: { ...of('https://stranger.example/'), 'sec-fetch-site': 'none' }, because: 'the person asked himself' },
    { headers: { referer: 'https://stranger.example/' }, because: 'an old browser does not tell what for' },
  ])('$headers: $because', ({ headers }) => {
    expect(isRefusedFrame(headers, 'live.test', origins)).toBe(false);
  });
});
