import { describe, expect, it } from 'vitest';
import { readAacConfig, SILENT_STEREO, silentFrame } from './aac.ts';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));

describe('an AudioSpecificConfig says', () => {
  for (const { config, says, because } of [
    { config: '1190', says: { codec: 'mp4a.40.2', sampleRate: 48_000, channels: 2 }, because: 'LC, stereo' },
    {
      config: '119056e500',
      says: { codec: 'mp4a.40.2', sampleRate: 48_000, channels: 2 },
      because: 'with "no SBR" behind it, as ffmpeg writes it',
    },
    { config: '1208', says: { codec: 'mp4a.40.2', sampleRate: 44_100, channels: 1 }, because: 'one channel' },
    { config: '2b11880', says: { codec: 'mp4a.40.5', sampleRate: 24_000, channels: 2 }, because: 'HE: the rate is the core coder’s' },
    { config: '11b0', says: { codec: 'mp4a.40.2', sampleRate: 48_000, channels: 6 }, because: '5.1' },
    { config: '11b8', says: { codec: 'mp4a.40.2', sampleRate: 48_000, channels: 8 }, because: 'number seven means eight channels' },
    { config: '17805dc010', says: { codec: 'mp4a.40.2', sampleRate: 48_000, channels: 2 }, because: 'a rate that is written out' },
  ]) {
    it(`${says.codec} ${says.sampleRate} Hz x ${says.channels}: ${because}`, () => {
      expect(readAacConfig(hex(config))).toMatchObject(says);
    });
  }

  for (const { config, because } of [
    { config: '', because: 'nothing' },
    { config: '11', because: 'half of it' },
    { config: '0990', because: 'AAC Main: no browser plays it' },
    { config: '1180', because: 'channels by a program config element' },
    { config: '16f0', because: 'a rate that is reserved' },
    { config: '1780', because: 'a rate that is announced and missing' },
  ]) {
    it(`nothing we take: ${because}`, () => {
      expect(readAacConfig(hex(config))).toBeUndefined();
    });
  }

  it('keeps a copy of its own', () => {
    const bytes = hex('1190');
    const facts = readAacConfig(bytes);
    bytes.fill(0);
    expect([...(facts?.config ?? [])]).toEqual([0x11, 0x90]);
  });
});

it('silence is described by what it is described with', () => {
  expect(readAacConfig(SILENT_STEREO.config)).toEqual(SILENT_STEREO);
  // the first three bits name the element: 0 one channel, 1 a pair (ISO 14496-3 4.4.2.1)
  expect(silentFrame(1)[0]).toBeLessThan(0x20);
  expect((silentFrame(2)[0] ?? 0) >> 5).toBe(1);
});
