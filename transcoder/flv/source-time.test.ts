import { describe, expect, it } from 'vitest';
import { FLV_AUDIO, FLV_VIDEO } from '../../core/flv/flv-reader.ts';
import { FlvSource } from './flv-source.ts';

const RECORD = Buffer.from('0142c00cffe100176742c00cda05067e7c0440000003004000000783c50aa801000468ce0fc8', 'hex');
const WRAP = 2 ** 32;
const HOUR = 3_600_000;

type Sent = readonly ['v' | 'a', number];

/** What a source tells of frames at these raw times: the kind and the time, or why there is a break. */
function told(sent: readonly Sent[]): readonly string[] {
  const source = new FlvSource();
  source.read({ type: FLV_VIDEO, timestampMs: 0, body: Buffer.concat([Buffer.of(0x17, 0, 0, 0, 0), RECORD]) });
  source.read({ type: FLV_AUDIO, timestampMs: 0, body: Buffer.of(0xaf, 0, 0x11, 0x90) });
  return sent.flatMap(([track, timeMs]) => {
    const body = track === 'v' ? Buffer.of(0x27, 1, 0, 0, 0, 7) : Buffer.of(0xaf, 1, 7);
    const events = source.read({ type: track === 'v' ? FLV_VIDEO : FLV_AUDIO, timestampMs: timeMs >>> 0, body });
    return events.map((event) => {
      if (event.kind === 'break') return event.reason;
      return event.kind === 'video' ? `v${event.dtsMs}` : `a${'ptsMs' in event ? event.ptsMs : ''}`;
    });
  });
}

const cases: readonly { sent: readonly Sent[]; told: readonly string[]; because: string }[] = [
  {
    sent: [
      ['v', WRAP - 20],
      ['a', WRAP - 10],
      ['v', WRAP + 13],
      ['a', WRAP + 11],
    ],
    told: [`v${WRAP - 20}`, `a${WRAP - 10}`, `v${WRAP + 13}`, `a${WRAP + 11}`],
    because: 'time goes on past the end of 32 bits',
  },
  {
    sent: [
      ['v', WRAP - 20],
      ['v', WRAP + 13],
      ['a', WRAP + 20],
    ],
    told: [`v${WRAP - 20}`, `v${WRAP + 13}`, `a${WRAP + 20}`],
    because: 'sound that begins after the picture passed the end is of the same time',
  },
  {
    sent: [
      ['v', WRAP - 20],
      ['a', WRAP - 20],
      ['v', WRAP + 4_000],
      ['v', WRAP + 4_033],
      ['a', WRAP + 4_030],
    ],
    told: [`v${WRAP - 20}`, `a${WRAP - 20}`, 'timestamps-jumped', `v${WRAP + 4_000}`, `v${WRAP + 4_033}`, `a${WRAP + 4_030}`],
    because: 'sound that was away while the end was passed finds its place by the picture',
  },
  {
    sent: [
      ['v', 0],
      ['a', 0],
      ['a', HOUR],
      ['v', HOUR],
      ['a', HOUR + 21],
    ],
    told: ['v0', 'a0', 'timestamps-jumped', `v${HOUR}`, `a${HOUR + 21}`],
    because: 'sound that jumps before the picture does is left out, not filled up with an hour of silence',
  },
  {
    sent: [
      ['v', HOUR],
      ['a', HOUR],
      ['a', 10],
      ['v', 0],
      ['a', 31],
    ],
    told: [`v${HOUR}`, `a${HOUR}`, 'timestamps-jumped', 'v0', 'a31'],
    because: 'the same backwards',
  },
  {
    sent: [
      ['v', 0],
      ['a', 0],
      ['v', 33],
      ['a', 2_000],
    ],
    told: ['v0', 'a0', 'v33', 'a2000'],
    because: 'sound that is away for two seconds is no break',
  },
];

describe('the time of a source', () => {
  for (const { sent, told: wanted, because } of cases) it(because, () => expect(told(sent)).toEqual(wanted));
});
