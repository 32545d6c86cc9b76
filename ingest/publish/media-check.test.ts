import { describe, expect, it } from 'vitest';
import { AVC, OTHER_AUDIO, OTHER_VIDEO, picture, pictureHeader, sound, soundHeader } from '../testing/test-media.ts';
import type { MediaVerdict } from './media-check.ts';
import { MediaCheck } from './media-check.ts';

type Packet = readonly [type: 8 | 9, body: Uint8Array];
const video = (body: Uint8Array): Packet => [9, body];
const audio = (body: Uint8Array): Packet => [8, body];
const DATA = Buffer.from('65888201', 'hex');
/** The beginning of a tag in the enhanced form. */
const enhanced = (fourCc: string) => Buffer.from(`\x90${fourCc}`, 'latin1');

function verdicts(packets: readonly Packet[]): readonly string[] {
  const check = new MediaCheck(0);
  return packets.map(([type, body]) => say(check.look(type, body)));
}

function say(verdict: MediaVerdict): string {
  return typeof verdict === 'string' ? verdict : `${verdict.code}: ${verdict.sentence}`;
}

/** A sequence parameter set of Baseline, level 1, with its sides in macroblocks less what is cropped. */
function avcOf(blocksWide: number, blocksHigh: number, crop: readonly [right: number, bottom: number]): Buffer {
  let bits = '';
  const ue = (value: number) => {
    const code = (value + 1).toString(2);
    bits += '0'.repeat(code.length - 1) + code;
  };
  for (const value of [0, 0, 2, 1]) ue(value);
  bits += '0';
  for (const value of [blocksWide - 1, blocksHigh - 1]) ue(value);
  bits += '111';
  for (const value of [0, crop[0], 0, crop[1]]) ue(value);
  bits += '01';
  bits = bits.padEnd(Math.ceil(bits.length / 8) * 8, '0');
  const rest = Buffer.from(Array.from({ length: bits.length / 8 }, (_, index) => Number.parseInt(bits.slice(index * 8, index * 8 + 8), 2)));
  const sps = Buffer.concat([Buffer.from('6742000a', 'hex'), rest]);
  return Buffer.concat([Buffer.of(1, 0x42, 0, 10, 0xff, 0xe1, 0, sps.byteLength), sps, Buffer.from('01000468ce0fc8', 'hex')]);
}

describe('video', () => {
  const taken = [
    { record: AVC.small, because: 'Baseline, 320 x 180' },
    { record: AVC.hd, because: 'Main, 1280 x 720' },
    { record: AVC.fullHd60, because: '1920 x 1080 at 60' },
    { record: AVC.uhd, because: '4K' },
    { record: AVC.uhdUpright, because: '4K, upright' },
    { record: AVC.tenBit422, because: 'ten bits and 4:2:2 can be transcoded' },
  ];
  for (const { record, because } of taken) {
    it(`is taken: ${because}`, () => {
      expect(verdicts([video(pictureHeader(record)), video(picture(DATA, true)), video(picture(DATA))])).toEqual(['take', 'take', 'take']);
    });
  }

  const refused = [
    { body: pictureHeader(AVC.eightK), says: 'INGEST_BAD_SIZE: A picture of 7680 x 4320 cannot be broadcast.', because: '8K' },
    { body: pictureHeader(avcOf(1, 1, [8, 8])), says: 'INGEST_BAD_SIZE: A picture of 0 x 0 cannot be broadcast.', because: '0 x 0' },
    { body: pictureHeader(avcOf(300, 2, [0, 0])), says: 'INGEST_BAD_SIZE: A picture of 4800 x 32', because: 'wider than 4096' },
    {
      body: pictureHeader(avcOf(160, 160, [0, 0])),
      says: 'INGEST_BAD_SIZE: A picture of 2560 x 2560',
      because: 'a square that is too large',
    },
    { body: OTHER_VIDEO.hevc, says: 'INGEST_VIDEO_CODEC: HEVC cannot be broadcast. Set the encoder', because: 'HEVC over enhanced RTMP' },
    { body: enhanced('av01'), says: 'INGEST_VIDEO_CODEC: AV1', because: 'AV1 over enhanced RTMP' },
    { body: Buffer.from('90766330390000', 'hex'), says: 'INGEST_VIDEO_CODEC: This video codec', because: 'an unknown four-letter code' },
    { body: Buffer.from('9061766331', 'hex'), says: 'INGEST_VIDEO_CODEC: Enhanced RTMP', because: 'H.264 in the enhanced form' },
    { body: Buffer.of(0x90, 1), says: 'INGEST_VIDEO_CODEC: This video codec', because: 'enhanced RTMP that is cut off' },
    { body: OTHER_VIDEO.sorenson, says: 'INGEST_VIDEO_CODEC: Sorenson H.263', because: 'Flash video' },
    { body: Buffer.of(0x1c, 0), says: 'INGEST_VIDEO_CODEC: HEVC', because: "HEVC by China's number" },
    { body: Buffer.of(0x1f, 0), says: 'INGEST_VIDEO_CODEC: This video codec', because: 'a number that nobody has' },
  ];
  for (const { body, says, because } of refused) {
    it(`is refused: ${because}`, () => {
      expect(verdicts([video(body)])[0]).toContain(says);
    });
  }

  const dropped = [
    { body: picture(DATA, true), because: 'its header has not come' },
    { body: Buffer.of(0x57, 0), because: 'it is a command to a Flash player' },
    { body: Buffer.of(0x17, 2, 0, 0, 0), because: 'it is the end of a sequence' },
    { body: Buffer.of(0x17, 1, 0), because: 'it is cut off' },
    { body: Buffer.of(0x17), because: 'it is one byte' },
    { body: Buffer.alloc(0), because: 'it is nothing' },
    { body: Buffer.of(0x17, 9, 0, 0, 0, 0), because: 'there is no such packet type' },
    { body: pictureHeader(Buffer.from('garbage-garbage')), because: 'its header is none' },
  ];
  for (const { body, because } of dropped) {
    it(`is dropped: ${because}`, () => {
      expect(verdicts([video(body)])).toEqual(['drop']);
    });
  }

  it('without data is dropped after its header too', () => {
    expect(verdicts([video(pictureHeader()), video(Buffer.of(0x17, 1, 0, 0, 0))])).toEqual(['take', 'drop']);
  });

  it('may change its size in mid-stream, but not its codec', () => {
    const start = [video(pictureHeader(AVC.hd)), video(picture(DATA, true))];
    expect(verdicts([...start, video(pictureHeader(AVC.small)), video(picture(DATA, true))])).toEqual(['take', 'take', 'take', 'take']);
    expect(verdicts([...start, video(OTHER_VIDEO.hevc)])[2]).toContain('INGEST_VIDEO_CODEC');
    expect(verdicts([...start, video(pictureHeader(AVC.eightK))])[2]).toContain('INGEST_BAD_SIZE');
  });
});

describe('audio', () => {
  it('AAC is taken', () => {
    expect(verdicts([audio(soundHeader()), audio(sound(DATA))])).toEqual(['take', 'take']);
  });

  const refused = [
    { body: OTHER_AUDIO.mp3, says: 'MP3 cannot be broadcast.' },
    { body: OTHER_AUDIO.pcm, says: 'PCM cannot be broadcast.' },
    { body: OTHER_AUDIO.adpcm, says: 'ADPCM cannot be broadcast.' },
    { body: OTHER_AUDIO.alaw, says: 'G.711 cannot be broadcast.' },
    { body: OTHER_AUDIO.nellymoser, says: 'Nellymoser cannot be broadcast.' },
    { body: enhanced('Opus'), says: 'Opus cannot be broadcast.' },
    { body: enhanced('fLaC'), says: 'FLAC cannot be broadcast.' },
    { body: enhanced('mp4a'), says: 'Enhanced RTMP cannot be broadcast.' },
    { body: enhanced('zzzz'), says: 'This audio codec cannot be broadcast.' },
    { body: Buffer.of(0xcf, 0), says: 'This audio codec cannot be broadcast.' },
    { body: soundHeader(Uint8Array.of(0x0a, 0x10)), says: 'This kind of AAC cannot be broadcast.' },
    { body: soundHeader(Uint8Array.of(0x11)), says: 'This kind of AAC cannot be broadcast.' },
  ];
  for (const { body, says } of refused) {
    it(`${body.toString('hex', 0, 6)} is refused: ${says}`, () => {
      expect(verdicts([audio(body)])[0]).toContain(`INGEST_AUDIO_CODEC: ${says}`);
    });
  }

  const dropped = [
    { body: sound(DATA), because: 'its header has not come' },
    { body: Buffer.of(0xaf), because: 'it is one byte' },
    { body: Buffer.alloc(0), because: 'it is nothing' },
    { body: Buffer.of(0xaf, 7, 1, 2), because: 'there is no such packet type' },
  ];
  for (const { body, because } of dropped) {
    it(`is dropped: ${because}`, () => {
      expect(verdicts([audio(body)])).toEqual(['drop']);
    });
  }

  it('an empty frame is dropped', () => {
    expect(verdicts([audio(soundHeader()), audio(Buffer.of(0xaf, 1))])).toEqual(['take', 'drop']);
  });
});

describe('nonsense', () => {
  const good = [video(pictureHeader()), video(picture(DATA, true))];
  const bad = video(Buffer.of(0x17, 9, 0, 0, 0, 0));

  it('seven packets in a row are dropped, the eighth ends the session', () => {
    const said = verdicts([...good, ...Array.from({ length: 8 }, () => bad)]);
    expect(said.slice(2, 9)).toEqual(Array.from({ length: 7 }, () => 'drop'));
    expect(said[9]).toContain('INGEST_BROKEN_MEDIA');
  });

  it('a good packet between them begins the count anew', () => {
    const said = verdicts(Array.from({ length: 10 }, () => [...good, bad, bad, bad, bad]).flat());
    expect(said).not.toContainEqual(expect.stringContaining('INGEST_BROKEN_MEDIA'));
  });

  const torn = [
    { data: Buffer.of(0, 0, 0, 9, 0x65, 1), because: 'a NAL unit that is longer than its packet' },
    { data: Buffer.of(0, 0, 0, 2, 0x65, 1, 0, 0), because: 'bytes after the last NAL unit' },
    { data: Buffer.from('no picture at all'), because: 'no NAL unit' },
  ];
  for (const { data, because } of torn) {
    it(`is ${because}, with good sound beside it too`, () => {
      const packets = [video(Buffer.concat([Buffer.of(0x27, 1, 0, 0, 0), data])), audio(sound(DATA))];
      const said = verdicts([...good, audio(soundHeader()), ...Array.from({ length: 8 }, () => packets).flat()]);
      expect(said.slice(3, 5)).toEqual(['drop', 'take']);
      expect(said.at(-2)).toContain('INGEST_BROKEN_MEDIA');
    });
  }

  it('packets that are merely of no use do not count, and do not make it good', () => {
    const useless = video(Buffer.of(0x57, 0));
    expect(verdicts([...good, ...Array.from({ length: 20 }, () => useless)])).not.toContainEqual(expect.stringContaining('INGEST'));
    const mixed = verdicts([...good, ...Array.from({ length: 8 }, () => [bad, useless]).flat()]);
    expect(mixed).toContainEqual(expect.stringContaining('INGEST_BROKEN_MEDIA'));
  });
});

describe('ten seconds', () => {
  const rows: readonly { packets: readonly Packet[]; says: string | undefined; because: string }[] = [
    { packets: [], says: 'INGEST_NO_PICTURE', because: 'nothing came' },
    { packets: [audio(soundHeader()), audio(sound(DATA))], says: 'INGEST_NO_PICTURE', because: 'only sound came' },
    { packets: [video(pictureHeader())], says: 'INGEST_NO_KEYFRAME', because: 'only the header came' },
    { packets: [video(pictureHeader()), video(picture(DATA))], says: 'INGEST_NO_KEYFRAME', because: 'only other pictures came' },
    { packets: [video(picture(DATA, true))], says: 'INGEST_NO_PICTURE', because: 'a keyframe without its header is none' },
    { packets: [video(pictureHeader()), video(picture(DATA, true))], says: undefined, because: 'a keyframe came' },
  ];
  for (const { packets, says, because } of rows) {
    it(`${says ?? 'all is well'}: ${because}`, () => {
      const check = new MediaCheck(1_000);
      for (const [type, body] of packets) check.look(type, body);
      expect(check.poll(10_999)).toBeUndefined();
      expect(check.poll(11_000)?.code).toBe(says);
    });
  }
});
