import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { TimelineEntry } from '../../core/contracts/timeline.ts';
import { AUDIO, Show, SOURCE, STREAM } from '../testing/show.ts';
import { LiveStream } from './live-stream.ts';
import type { RenditionWindow } from './rendition-window.ts';

function newStream(): { stream: LiveStream; changes: string[]; play: (...entries: (TimelineEntry | readonly TimelineEntry[])[]) => void } {
  const changes: string[] = [];
  const stream = new LiveStream(STREAM, ({ id, edge }: RenditionWindow) => changes.push(`${id} ${edge.lastMsn}.${edge.lastParts}`));
  return {
    stream,
    changes,
    play: (...entries) => {
      for (const entry of entries.flatMap((one) => one)) stream.apply(entry);
    },
  };
}

describe('a live stream', () => {
  it('is waiting, live, on slate, live again, ended', () => {
    const { stream, play } = newStream();
    const show = new Show();
    const states = [stream.facts.state];
    const step = (...entries: (TimelineEntry | readonly TimelineEntry[])[]) => {
      play(...entries);
      states.push(stream.facts.state);
    };
    step(show.opened());
    step(show.run(), show.segments(1));
    const liveSinceMs = stream.facts.sinceMs;
    step(show.run('slate'), show.segments(1));
    expect(stream.facts.sinceMs).toBe((liveSinceMs ?? 0) + 2_000);
    step(show.run(), show.segments(1));
    step(show.run('restart'), show.segments(1));
    step(show.ended());
    expect(states).toEqual(['waiting', 'waiting', 'live', 'slate', 'live', 'live', 'ended']);
    expect(stream.facts.recording).toBe('recording-1');
  });

  it('is playable when every rendition has a part', () => {
    const { stream, play } = newStream();
    const show = new Show();
    expect(stream.isPlayable).toBe(false);
    play(show.opened(), show.run());
    expect(stream.isPlayable).toBe(false);
    play(show.part());
    expect(stream.isPlayable).toBe(true);
  });

  it('tells of every change, and of none that is none', () => {
    const { changes, play } = newStream();
    const show = new Show({ renditions: [SOURCE, AUDIO] });
    const opened = show.opened();
    const run = show.run();
    const part = show.part();
    play(opened, run, part);
    expect(changes).toEqual(['source 0.1', 'audio 0.1']);
    // what a follower gets again when it starts over
    play(opened, run, part);
    expect(changes).toHaveLength(2);
    play(show.ended());
    expect(changes).toHaveLength(4);
    play(show.ended());
    expect(changes).toHaveLength(4);
  });

  it('renders each version once, plain, packed and as a delta, and shares it', () => {
    const { stream, play } = newStream();
    const show = new Show();
    play(show.opened(), show.run(), show.segments(10));
    const window = stream.rendition(SOURCE);
    if (window === undefined) throw new Error('no window');
    const whole = stream.playlist(window, 'whole');
    const delta = stream.playlist(window, 'delta');
    expect(stream.playlist(window, 'whole')).toBe(whole);
    expect(stream.playlist(window, 'delta')).toBe(delta);
    expect(whole?.gzipped).toBe(whole?.gzipped);
    expect(gunzipSync(whole?.gzipped ?? Buffer.alloc(0))).toEqual(whole?.plain);
    expect(delta?.plain.byteLength).toBeLessThan(whole?.plain.byteLength ?? 0);
    expect(stream.multivariant()).toBe(stream.multivariant());
    play(show.part());
    expect(stream.playlist(window, 'whole')).not.toBe(whole);
    expect(stream.playlist(window, 'whole')?.etag).not.toBe(whole?.etag);
  });

  it('gives its media back when told to, and knows what it was', () => {
    const { stream, play } = newStream();
    const show = new Show();
    play(show.opened(), show.run(), show.segments(3), show.ended());
    expect(stream.keptBytes).toBeGreaterThan(0);
    stream.release();
    expect([stream.keptBytes, stream.isPlayable, stream.multivariant(), stream.facts.state]).toEqual([0, false, undefined, 'ended']);
  });

  it('a run that is told again, or comes late, changes nothing', () => {
    const { stream, play } = newStream();
    const show = new Show();
    const first = show.run();
    play(show.opened(), first, show.segments(1), show.run('slate'), show.segments(1));
    play(first);
    expect(stream.facts.state).toBe('slate');
  });
});
