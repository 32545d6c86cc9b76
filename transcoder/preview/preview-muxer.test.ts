import { describe, expect, it } from 'vitest';
import type { SourceEvent } from '../flv/flv-source.ts';
import { readEvents, recordedBytes } from '../testing/recorded.ts';
import { PreviewMuxer } from './preview-muxer.ts';

const recorded = readEvents([recordedBytes('presenter')]);
const without = (...kinds: readonly SourceEvent['kind'][]) => recorded.filter(({ kind }) => !kinds.includes(kind));

function muxed(events: readonly SourceEvent[]) {
  const muxer = new PreviewMuxer();
  const pieces = events.map((event) => muxer.push(event));
  return { muxer, pieces, all: pieces.flat() };
}

/** Names of the outermost boxes. */
function boxesOf(bytes: Uint8Array): readonly string[] {
  const names: string[] = [];
  for (let at = 0; at < bytes.byteLength; at += new DataView(bytes.buffer, bytes.byteOffset).getUint32(at))
    names.push(Buffer.from(bytes.subarray(at + 4, at + 8)).toString());
  return names;
}

describe('what a presenter sends, as it comes', () => {
  it('is an init section, then a fragment a frame, each as soon as the next frame is there', () => {
    const { muxer, pieces, all } = muxed(recorded);
    expect(boxesOf(all[0] ?? new Uint8Array())).toEqual(['ftyp', 'moov']);
    expect(all.slice(1).every((piece) => boxesOf(piece).join() === 'moof,mdat')).toBe(true);
    const frames = recorded.filter(({ kind }) => kind === 'video').length;
    expect(all.length).toBe(frames);
    // one call, one piece: nothing is saved up
    expect(pieces.every((now, index) => now.length === (recorded[index]?.kind === 'video' ? 1 : 0))).toBe(true);
    expect(muxer.type).toMatch(/^video\/mp4; codecs="avc1\.[0-9a-f]{6}, mp4a\.40\.2"$/);
  });

  it('begins at a keyframe', () => {
    const first = recorded.findIndex((event) => event.kind === 'video' && event.key);
    const { muxer, all } = muxed(recorded.filter((_, index) => index !== first).slice(0, first + 3));
    expect(muxer.type).toBeUndefined();
    expect(all).toEqual([]);
  });

  it('needs no sound, and goes on with silence where the sound stops', () => {
    expect(muxed(without('sound', 'audio')).muxer.type).toMatch(/^video\/mp4; codecs="avc1\.[0-9a-f]{6}"$/);
    const silent = muxed(without('audio')).all;
    const withTwoTracks = silent.filter((piece) => Buffer.from(piece).toString('latin1').split('traf').length === 3);
    expect(withTwoTracks.length).toBeGreaterThan(silent.length / 3);
  });

  it.each<[SourceEvent, string]>([
    [{ kind: 'break', reason: 'timestamps-jumped' }, 'the time jumps'],
    [{ kind: 'break', reason: 'picture-changed' }, 'the picture is another'],
    [recorded.find(({ kind }) => kind === 'sound') ?? { kind: 'break', reason: 'sound-changed' }, 'sound comes to what had none'],
  ])('is over when it cannot go on: $1', (event) => {
    const { muxer } = muxed(without('sound', 'audio').slice(0, 30));
    expect(muxer.isOver).toBe(false);
    muxer.push(event);
    expect(muxer.isOver).toBe(true);
    const frame = recorded.find(({ kind }) => kind === 'video');
    expect(frame === undefined ? [] : muxer.push(frame)).toEqual([]);
  });
});
