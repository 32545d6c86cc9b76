import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { SessionId, StreamId } from '../../core/contracts/ids.ts';
import type { FlvTag } from '../../core/flv/flv-reader.ts';
import { FlvReader } from '../../core/flv/flv-reader.ts';
import { seededRandom } from '../../core/runtime/test-support.ts';
import { AVC, picture, pictureHeader, sound, soundHeader } from '../testing/test-media.ts';
import { FeedSession } from './feed-session.ts';

const MIB = 1024 * 1024;

function newSession(): FeedSession {
  return new FeedSession({ id: 'session1' as SessionId, stream: 'stage' as StreamId, slot: 'primary', acceptedMs: 5_000 });
}

/** A reader that takes everything, or, while it is stopped, nothing. */
class Reader extends Writable {
  readonly tags: FlvTag[] = [];
  readonly #flv = new FlvReader();
  #resume: (() => void) | undefined;
  isStopped = false;

  override _write(bytes: Buffer, _encoding: string, done: () => void): void {
    this.tags.push(...this.#flv.push(bytes));
    if (this.isStopped) this.#resume = done;
    else done();
  }

  goOn(): void {
    this.isStopped = false;
    const resume = this.#resume;
    this.#resume = undefined;
    resume?.();
  }

  said(): readonly string[] {
    return this.tags.map((tag) => `${{ 8: 'a', 9: 'v', 18: 'm' }[tag.type] ?? '?'}${tag.timestampMs}`);
  }
}

function begin(session: FeedSession): void {
  session.push(18, 0, Buffer.from('metadata'), 10_000);
  session.push(9, 0, pictureHeader(), 10_000);
  session.push(8, 0, soundHeader(), 10_000);
}

const data = (bytes = 10) => Buffer.alloc(bytes, 7);

describe('a reader', () => {
  it('gets metadata, the sequence headers, the last keyframe and all since, then what comes', () => {
    const session = newSession();
    begin(session);
    session.push(9, 100, picture(data(), true), 10_100);
    session.push(9, 140, picture(data()), 10_140);
    session.push(8, 2_050, sound(data()), 12_050);
    session.push(9, 2_100, picture(data(), true), 12_100);
    session.push(8, 2_110, sound(data()), 12_110);
    session.push(9, 2_140, picture(data()), 12_140);
    const reader = new Reader();
    session.addReader(reader);
    session.push(9, 2_180, picture(data()), 12_180);
    expect(reader.said()).toEqual(['m0', 'v0', 'a0', 'v2100', 'a2110', 'v2140', 'v2180']);
    expect(picture(data(), true).equals(reader.tags[3]?.body ?? Buffer.alloc(0))).toBe(true);
  });

  it('that comes first gets an FLV header, and all from the beginning', () => {
    const session = newSession();
    const reader = new Reader();
    session.addReader(reader);
    begin(session);
    session.push(9, 40, picture(data()), 10_040);
    expect(reader.said()).toEqual(['m0', 'v0', 'a0', 'v40']);
  });

  it('gets the newest headers', () => {
    const session = newSession();
    begin(session);
    session.push(18, 9, Buffer.from('new metadata'), 10_009);
    session.push(8, 9, soundHeader(Uint8Array.of(0x12, 0x10)), 10_009);
    const reader = new Reader();
    session.addReader(reader);
    expect(reader.said()).toEqual(['m9', 'v0', 'a9']);
  });

  it('gets no pictures of a size that is not any more', () => {
    const session = newSession();
    begin(session);
    session.push(9, 100, picture(data(), true), 10_100);
    session.push(9, 140, pictureHeader(AVC.hd), 10_140);
    const early = new Reader();
    session.addReader(early);
    expect(early.said()).toEqual(['m0', 'v140', 'a0']);
    session.push(9, 180, picture(data(), true), 10_180);
    const late = new Reader();
    session.addReader(late);
    expect(late.said()).toEqual(['m0', 'v140', 'a0', 'v180']);
  });

  it('loses nothing when the encoder repeats its header before each keyframe', () => {
    const session = newSession();
    begin(session);
    session.push(9, 100, picture(data(), true), 10_100);
    session.push(9, 140, pictureHeader(), 10_140);
    session.push(9, 140, picture(data()), 10_140);
    const reader = new Reader();
    session.addReader(reader);
    expect(reader.said()).toEqual(['m0', 'v140', 'a0', 'v100', 'v140']);
  });

  it('that comes after the end gets what there was, and the end', async () => {
    const session = newSession();
    begin(session);
    session.end();
    const reader = new Reader();
    session.addReader(reader);
    await new Promise((resolve) => {
      reader.once('finish', () => resolve(undefined));
    });
    expect(reader.said()).toEqual(['m0', 'v0', 'a0']);
  });

  it('is ended with the session', () => {
    const session = newSession();
    const reader = new Reader();
    session.addReader(reader);
    session.end();
    expect(reader.writableEnded).toBe(true);
  });
});

describe('bounds', () => {
  it('a reader that stops reading is let go when 8 MiB wait for it; the others are not disturbed', () => {
    const session = newSession();
    begin(session);
    const [slow, quick] = [new Reader({ highWaterMark: 1 }), new Reader()];
    slow.isStopped = true;
    session.addReader(slow);
    session.addReader(quick);
    let pushed = 0;
    while (!slow.destroyed && pushed < 100) {
      expect(slow.writableLength).toBeLessThan(10 * MIB);
      session.push(9, ++pushed, picture(data(MIB), pushed === 1), 10_000);
    }
    expect(pushed).toBeGreaterThanOrEqual(8);
    expect(pushed).toBeLessThanOrEqual(11);
    session.push(9, ++pushed, picture(data()), 10_000);
    expect(quick.tags.at(-1)?.timestampMs).toBe(pushed);
  });

  it('the beginning may be longer than that; from when it has been read once, 8 MiB it is', () => {
    const session = newSession();
    begin(session);
    for (let at = 0; at < 20; at++) session.push(9, at, picture(data(MIB), at === 0), 10_000);
    const reader = new Reader({ highWaterMark: 1 });
    reader.isStopped = true;
    session.addReader(reader);
    for (let at = 20; at < 26; at++) session.push(9, at, picture(data(MIB)), 10_000);
    expect(reader.destroyed).toBe(false);
    reader.goOn();
    expect(reader.tags.at(-1)?.timestampMs).toBe(25);
    reader.isStopped = true;
    let pushed = 0;
    while (!reader.destroyed && pushed < 100) session.push(9, 26 + ++pushed, picture(data(MIB)), 10_000);
    expect(pushed).toBeLessThanOrEqual(11);
  });

  it('a keyframe group that does not end is forgotten at 24 MiB, and kept again from the next keyframe', () => {
    const session = newSession();
    begin(session);
    for (let at = 0; at < 30; at++) session.push(9, at, picture(data(MIB), at === 0), 10_000);
    const early = new Reader();
    session.addReader(early);
    expect(early.said()).toEqual(['m0', 'v0', 'a0']);
    session.push(9, 99, picture(data(), true), 10_000);
    const late = new Reader();
    session.addReader(late);
    expect(late.said()).toEqual(['m0', 'v0', 'a0', 'v99']);
  });
});

describe('the clock', () => {
  it('says when FLV time 0 was, by the packet that was least late', () => {
    const session = newSession();
    begin(session);
    expect(session.epochMs, 'headers have no time').toBeUndefined();
    session.push(9, 100, picture(data(), true), 10_180);
    session.push(9, 140, picture(data()), 10_190);
    session.push(9, 180, picture(data()), 10_300);
    expect(session.epochMs).toBe(10_050);
  });

  const jumps = [
    { from: 1_000, to: 3_601_000, because: 'forward' },
    { from: 3_601_000, to: 1_000, because: 'back' },
    { from: 2 ** 32 - 20, to: 13, because: 'past the end of 32 bits' },
  ];
  for (const { from, to, because } of jumps) {
    it(`is found anew when timestamps jump ${because}`, () => {
      const session = newSession();
      session.push(9, from, picture(data(), true), 10_000);
      session.push(9, to, picture(data(), true), 10_033);
      session.push(9, to + 40, picture(data()), 10_070);
      expect(session.epochMs).toBe(10_030 - to);
    });
  }
});

for (let seed = 1; seed <= 20; seed++) {
  it(`whoever comes whenever gets what a list of all tags would give (seed ${seed})`, () => {
    const random = seededRandom(seed);
    const session = newSession();
    const all: { said: string; kind: 'm' | 'h' | 'a' | 'k' | 'v' }[] = [];
    const readers: { reader: Reader; expected: string[] }[] = [];
    for (let at = 1; at < 300; at++) {
      const kind = (['m', 'h', 'a', 'a', 'k', 'v', 'v', 'v', 'v'] as const)[Math.floor(random() * 9)] ?? 'v';
      const [type, body] = {
        m: [18, Buffer.from('m')] as const,
        h: [9, pictureHeader()] as const,
        a: [8, sound(data(Math.floor(random() * 50) + 1))] as const,
        k: [9, picture(data(), true)] as const,
        v: [9, picture(data())] as const,
      }[kind];
      session.push(type, at, body, 10_000);
      const said = `${{ 8: 'a', 9: 'v', 18: 'm' }[type]}${at}`;
      all.push({ said, kind });
      for (const { expected } of readers) expected.push(said);
      if (random() > 0.1) continue;
      const lastKey = all.findLastIndex((one) => one.kind === 'k');
      const group = lastKey < 0 ? [] : all.slice(lastKey).filter((one) => one.kind !== 'm' && one.kind !== 'h');
      const headers = (['m', 'h'] as const).flatMap((wanted) => all.findLast((one) => one.kind === wanted) ?? []);
      const reader = new Reader();
      session.addReader(reader);
      readers.push({ reader, expected: [...headers, ...group].map((one) => one.said) });
    }
    for (const { reader, expected } of readers) expect(reader.said()).toEqual(expected);
  });
}
