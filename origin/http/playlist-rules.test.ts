import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RenditionId } from '../../core/contracts/ids.ts';
import { secondsText } from '../../core/hls/durations.ts';
import type { MediaPlaylist } from '../../core/hls/media-playlist.ts';
import { parseMediaPlaylist } from '../../core/hls/media-playlist-parse.ts';
import { parseMultivariantPlaylist } from '../../core/hls/multivariant-playlist.ts';
import { AUDIO, partBytes, Show, SMALL, SOURCE, STREAM } from '../testing/show.ts';
import type { TestOrigin } from '../testing/test-origin.ts';
import { testOrigin } from '../testing/test-origin.ts';

const RENDITIONS = [SOURCE, SMALL, AUDIO];
const TARGET_SECONDS = 2;

let origin: TestOrigin;
let show: Show;

beforeEach(async () => {
  origin = await testOrigin();
  ({ show } = origin);
});
afterEach(() => origin.close());

const text = async (rendition: RenditionId = SOURCE, query = ''): Promise<string> =>
  (await origin.get(`/live/${STREAM}/${rendition}/index.m3u8${query}`)).text;
const playlist = async (rendition: RenditionId = SOURCE, query = ''): Promise<MediaPlaylist> =>
  parseMediaPlaylist(await text(rendition, query));
const lines = (all: string, tag: string): readonly string[] => all.split('\n').filter((line) => line.startsWith(`#${tag}`));
const seconds = (one: MediaPlaylist): number =>
  one.segments.reduce((sum, segment) => sum + (segment.whole?.durationTicks ?? 0), 0) / 90_000;
const status = async (name: string): Promise<number> => (await origin.get(`/live/${STREAM}/${SOURCE}/${name}`)).status;

/** A stream with everything that happens to one: a slate, another encoder, a lost number. */
async function playEverything(eachPart: () => Promise<void>): Promise<void> {
  await origin.play(show.opened());
  for (const run of ['publisher', 'slate', 'publisher', 'restart'] as const) {
    await origin.play(show.run(run, run === 'restart' ? 2 : 0));
    for (let part = 0; part < 22; part++) {
      await origin.play(show.part(part === 21 ? true : undefined));
      await eachPart();
    }
  }
}

describe('what is promised and how it is written', () => {
  it('rule 1: PART-TARGET, TARGETDURATION and SERVER-CONTROL never change and are equal in all renditions', async () => {
    const promises = new Set<string>();
    let versions = 0;
    await playEverything(async () => {
      for (const rendition of RENDITIONS) {
        for (const query of ['', '?_HLS_skip=YES']) {
          const all = await text(rendition, query);
          promises.add(
            [...lines(all, 'EXT-X-TARGETDURATION'), ...lines(all, 'EXT-X-PART-INF'), ...lines(all, 'EXT-X-SERVER-CONTROL')].join(),
          );
          versions++;
        }
      }
    });
    expect(versions).toBe(4 * 22 * 6);
    expect([...promises]).toEqual([
      '#EXT-X-TARGETDURATION:2,#EXT-X-PART-INF:PART-TARGET=0.334,#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=1.002,HOLD-BACK=6,CAN-SKIP-UNTIL=12',
    ]);
  });

  it('rule 2: no rounding lifts a part over PART-TARGET', () => {
    for (let targetMs = 100; targetMs <= 1_000; targetMs++) {
      expect(Number(secondsText(targetMs * 90))).toBeLessThanOrEqual(targetMs / 1_000);
    }
  });

  it('rule 2: a part is listed with its own duration, and EXTINF is their sum', async () => {
    await origin.play(show.opened(), show.run(), show.segments(1));
    const [segment] = (await playlist()).segments;
    expect(segment?.parts.map((part) => part.durationTicks)).toEqual([30_000, 30_000, 30_000, 30_000, 30_000, 30_000]);
    expect(segment?.whole?.durationTicks).toBe(180_000);
  });

  it('rule 3: INDEPENDENT=YES on every part with a keyframe, and on no other', async () => {
    await origin.play(show.opened(), show.run(), show.segments(2), show.part());
    const independent = lines(await text(), 'EXT-X-PART:').map((line) => line.includes(',INDEPENDENT=YES'));
    const segment = [true, false, false, false, false, false];
    expect(independent).toEqual([...segment, ...segment, true]);
  });

  it("rule 4: DISCONTINUITY, MAP and PROGRAM-DATE-TIME stand before the segment's first EXT-X-PART", async () => {
    await origin.play(show.opened(), show.run(), show.segments(2), show.run('slate'), show.part());
    const tags = (await text()).split('\n').map((line) => line.split(':')[0]);
    const at = tags.indexOf('#EXT-X-DISCONTINUITY');
    expect(tags.slice(at, at + 4)).toEqual(['#EXT-X-DISCONTINUITY', '#EXT-X-MAP', '#EXT-X-PROGRAM-DATE-TIME', '#EXT-X-PART']);
    const first = tags.indexOf('#EXT-X-MAP');
    expect(tags.slice(first, first + 3)).toEqual(['#EXT-X-MAP', '#EXT-X-PROGRAM-DATE-TIME', '#EXT-X-PART']);
  });

  it('rule 5: PART-HOLD-BACK >= 3 x PART-TARGET, HOLD-BACK >= 3 and CAN-SKIP-UNTIL >= 6 x TARGETDURATION', async () => {
    await origin.play(show.opened(), show.run(), show.part());
    const { serverControl, partTargetSeconds = 0, targetDurationSeconds } = await playlist();
    expect(serverControl?.partHoldBackSeconds).toBeGreaterThanOrEqual(3 * partTargetSeconds);
    expect(serverControl?.holdBackSeconds).toBeGreaterThanOrEqual(3 * targetDurationSeconds);
    expect(serverControl?.canSkipUntilSeconds).toBeGreaterThanOrEqual(6 * targetDurationSeconds);
  });

  it('rule 6: the same durations, dates and discontinuity sequence in all renditions', async () => {
    await playEverything(async () => {
      const [source, ...others] = await Promise.all(
        RENDITIONS.map(async (rendition) => {
          const { mediaSequence, discontinuitySequence, segments } = await playlist(rendition);
          return { mediaSequence, discontinuitySequence, segments: segments.map((one) => ({ ...one, parts: [], mapUri: '' })) };
        }),
      );
      for (const other of others) expect(other).toEqual(source);
    });
    for (const rendition of RENDITIONS) expect((await playlist(rendition)).segments.every((one) => one.startMs !== undefined)).toBe(true);
  });
});

describe('delta updates', () => {
  it('rule 10: _HLS_skip=YES and v2 -> the same delta update, counted from the end, VERSION >= 9', async () => {
    await origin.play(show.opened(), show.run(), show.segments(10), show.part());
    const whole = await playlist();
    const delta = await playlist(SOURCE, '?_HLS_skip=YES');
    expect(await text(SOURCE, '?_HLS_skip=v2')).toBe(await text(SOURCE, '?_HLS_skip=YES'));
    expect(delta.version).toBeGreaterThanOrEqual(9);
    const skipped = delta.skippedSegments ?? 0;
    expect(skipped).toBeGreaterThan(0);
    expect({ ...delta, segments: delta.segments.slice(1) }).toEqual({
      ...whole,
      version: delta.version,
      skippedSegments: skipped,
      segments: whole.segments.slice(skipped + 1),
    });
    expect(seconds({ ...whole, segments: whole.segments.slice(skipped) })).toBeGreaterThanOrEqual(6 * TARGET_SECONDS);
  });

  it('rule 10: with a blocking reload too', async () => {
    await origin.play(show.opened(), show.run(), show.segments(10), show.part());
    const held = origin.get(`/live/${STREAM}/${SOURCE}/index.m3u8?_HLS_msn=10&_HLS_part=1&_HLS_skip=YES`);
    await origin.play(show.part());
    expect(parseMediaPlaylist((await held).text).skippedSegments).toBeGreaterThan(0);
  });

  it('rule 10: another value, or a playlist too short to skip, gets the whole one; so does one with ENDLIST', async () => {
    await origin.play(show.opened(), show.run(), show.segments(3));
    expect(await text(SOURCE, '?_HLS_skip=YES')).toBe(await text());
    await origin.play(show.segments(8));
    expect(await text(SOURCE, '?_HLS_skip=NO')).toBe(await text());
    await origin.play(show.ended());
    expect(await text(SOURCE, '?_HLS_skip=YES')).toBe(await text());
  });
});

describe('hints, reports and the window', () => {
  it('rule 11: PRELOAD-HINT always, for the part that comes next, never with ENDLIST', async () => {
    await playEverything(async () => {
      const hint = (await playlist()).preloadHint ?? '';
      expect(hint).toMatch(/-p\d+\.\d+\.m4s$/);
      expect(await text()).not.toContain(`URI="${hint}",INDEPENDENT`);
    });
    await origin.play(show.ended());
    expect((await playlist()).preloadHint).toBeUndefined();
    expect((await playlist()).isEnded).toBe(true);
  });

  it('rule 12: one RENDITION-REPORT for every other rendition, with LAST-MSN and LAST-PART', async () => {
    const parts = show.run();
    await origin.play(show.opened(), parts, show.segments(4), show.part(), show.part());
    for (const rendition of RENDITIONS) {
      const { reports } = await playlist(rendition);
      expect(reports).toEqual(
        RENDITIONS.filter((other) => other !== rendition).map((other) => ({ uri: `../${other}/index.m3u8`, lastMsn: 4, lastPart: 1 })),
      );
    }
    await origin.play(show.segments(1));
    expect((await playlist()).reports[0]).toMatchObject({ lastMsn: 4, lastPart: 5 });
  });

  it('rule 13: parts of the last three segments are listed, and downloadable for 3 x TARGETDURATION after they leave', async () => {
    await origin.play(show.opened(), show.run(), show.segments(12));
    const { segments } = await playlist();
    expect(segments.slice(-3).every((segment) => segment.parts.length === 6)).toBe(true);
    const leaving = segments.at(-3)?.parts[0]?.uri ?? '';
    await origin.play(show.segments(1));
    expect(await text()).not.toContain(leaving);
    await origin.play(show.segments(3));
    expect(await status(leaving)).toBe(200);
  });

  it('rule 14: a live window of at least 7 segments', async () => {
    await origin.play(show.opened(), show.run(), show.segments(40));
    expect((await playlist()).segments.length).toBeGreaterThanOrEqual(7);
    const long = await testOrigin({ show: new Show({ targetDurationSeconds: 1, partsASegment: 3 }) });
    await long.play(long.show.opened(), long.show.run(), long.show.segments(40));
    expect(parseMediaPlaylist((await long.get(`/live/${STREAM}/${SOURCE}/index.m3u8`)).text).segments.length).toBeGreaterThanOrEqual(7);
    await long.close();
  });

  it('rule 14: segments are downloadable for segment + playlist duration after they left, and not for ever', async () => {
    await origin.play(show.opened(), show.run(), show.segments(20));
    const before = await playlist();
    const leaving = before.segments[0]?.whole?.uri ?? '';
    await origin.play(show.segments(1));
    expect((await playlist()).mediaSequence).toBe(before.mediaSequence + 1);
    await origin.play(show.segments(Math.ceil((seconds(before) + TARGET_SECONDS) / TARGET_SECONDS)));
    expect(await status(leaving)).toBe(200);
    await origin.play(show.segments(20));
    expect(await status(leaving)).toBe(404);
  });

  it('rule 15: media sequence and discontinuity sequence never go down', async () => {
    let before = { mediaSequence: 0, discontinuitySequence: 0 };
    const check = async (): Promise<void> => {
      const { mediaSequence, discontinuitySequence = 0 } = await playlist();
      expect(mediaSequence).toBeGreaterThanOrEqual(before.mediaSequence);
      expect(discontinuitySequence).toBeGreaterThanOrEqual(before.discontinuitySequence);
      before = { mediaSequence, discontinuitySequence };
    };
    await playEverything(check);
    await origin.play(show.segments(30));
    await check();
    expect(before.discontinuitySequence).toBe(3);
    const next = new Show({ recording: 'recording-2', firstMsn: show.msn, firstRun: 10, discontinuitySequence: 3 });
    await origin.play(show.ended(), next.opened(), next.run(), next.part());
    await check();
  });

  it('rule 15: a segment keeps its discontinuity sequence while those before it leave', async () => {
    await origin.play(show.opened(), show.run(), show.segments(5), show.run('slate'), show.segments(5));
    const name = (await playlist()).segments.at(-1)?.whole?.uri;
    for (let more = 0; more < 8; more++) {
      const { segments, discontinuitySequence = 0 } = await playlist();
      const index = segments.findIndex((segment) => segment.whole?.uri === name);
      expect(discontinuitySequence + segments.slice(0, index + 1).filter((segment) => segment.isDiscontinuity).length).toBe(1);
      await origin.play(show.segments(1));
    }
  });

  it('rule 16: another encoder is a DISCONTINUITY with its own map; numbers nobody will see are GAP segments that cover the time', async () => {
    await origin.play(show.opened(), show.run(), show.segments(2));
    show.pass(4_000);
    await origin.play(show.run('restart', 2), show.part());
    const { segments, version } = await playlist();
    expect(segments.map((one) => [one.isGap, one.isDiscontinuity, one.whole?.durationTicks])).toEqual([
      [false, false, 180_000],
      [false, false, 180_000],
      [true, false, 180_000],
      [true, false, 180_000],
      [false, true, undefined],
    ]);
    expect(version).toBe(8);
    expect(segments[4]?.mapUri).toBe(`${show.profile.namePrefix}-i1.mp4`);
    expect(await status(segments[2]?.whole?.uri ?? '')).toBe(404);
  });
});

describe('the multivariant playlist', () => {
  const variants = async () => parseMultivariantPlaylist((await origin.get(`/live/${STREAM}/index.m3u8`)).text);

  it('is there when every rendition has something to play', async () => {
    await origin.play(show.opened(), show.run());
    expect((await origin.get(`/live/${STREAM}/index.m3u8`)).status).toBe(404);
    const [source, small, audio] = show.part();
    await origin.play(...[source, small].flatMap((part) => part ?? []));
    expect((await origin.get(`/live/${STREAM}/index.m3u8`)).status).toBe(404);
    await origin.play(audio ?? []);
    expect((await variants()).map((one) => one.uri)).toEqual(['source/index.m3u8', '480p/index.m3u8', 'audio/index.m3u8']);
  });

  it("describes the presenter's picture while a slate is on", async () => {
    await origin.play(show.opened(), show.run(), show.segments(1), show.run('slate'), show.segments(1));
    expect((await variants())[0]?.peakBps).toBe(4_000_000);
  });

  it('describes a slate while nothing else was there', async () => {
    await origin.play(show.opened(), show.run('slate'), show.segments(1));
    expect((await variants())[0]?.peakBps).toBe(500_000);
  });

  it('never promises less than the segments take', async () => {
    const heavy = await testOrigin({ show: new Show({ partBytes: 200_000 }) });
    await heavy.play(heavy.show.opened(), heavy.show.run(), heavy.show.segments(2));
    const [source] = parseMultivariantPlaylist((await heavy.get(`/live/${STREAM}/index.m3u8`)).text);
    expect([source?.peakBps, source?.averageBps]).toEqual([4_800_000, 4_800_000]);
    await heavy.close();
  });
});

describe('names', () => {
  beforeEach(() => origin.play(show.opened(), show.run(), show.segments(2)));

  it('an init section, a segment and a part of each rendition', async () => {
    const prefix = show.profile.namePrefix;
    const got = await Promise.all(
      [`${prefix}-i0.mp4`, `${prefix}-s1.m4s`, `${prefix}-p1.3.m4s`].map((name) => origin.get(`/live/${STREAM}/${SMALL}/${name}`)),
    );
    expect(got[0]?.text).toBe('init 0 of 480p');
    expect(got[1]?.bytes).toEqual(Buffer.concat(Array.from({ length: 6 }, (_, part) => partBytes(SMALL, 1, part, 300))));
    expect(got[2]?.bytes).toEqual(partBytes(SMALL, 1, 3, 300));
  });

  const strange = [
    ['/live/nobody/index.m3u8', 'an unknown stream'],
    ['/live/Key%20Note/index.m3u8', 'no name of a stream'],
    [`/live/${STREAM}/1080p/index.m3u8`, 'an unknown rendition'],
    [`/live/${STREAM}/..%2f..%2fetc%2fpasswd`, 'a path inside a name'],
    [`/live/${STREAM}/source/..%2f480p%2findex.m3u8`, 'a path inside a media name'],
    [`/live/${STREAM}/source/%00`, 'a zero byte'],
    [`/live/${STREAM}/source/otherprefix-s1.m4s`, "another recording's prefix"],
    [`/live/${STREAM}/source/recording1prefix-s01.m4s`, 'a second name for a segment'],
    [`/live/${STREAM}/source/recording1prefix-s2.m4s`, 'a segment that is not whole'],
    [`/live/${STREAM}/source/recording1prefix-i9.mp4`, 'an init section that is not there'],
    ['/recordings/keynote/..%2f..%2f/index.m3u8', 'a path inside a recording'],
    [`/recordings/${STREAM}/recording-1/source/..%2findex.m3u8`, 'a path inside a recorded name'],
    [`/recordings/${STREAM}/recording-1/source/recording1prefix-p1.0.m4s`, 'parts are never stored'],
    [`/recordings/${STREAM}/recording-1/../../x`, 'a path that climbs'],
    ['/assets/..%2f..%2fpackage.json', 'a path inside an asset'],
    ['/%E0%A4%A', 'an address that cannot be decoded'],
  ];
  for (const [url = '', because] of strange) {
    it(`${url}: ${because}`, async () => {
      const answer = await origin.get(url);
      expect([400, 404]).toContain(answer.status);
      expect(JSON.parse(answer.text)).toMatchObject({ code: expect.stringMatching(/^ORIGIN_/) as string });
      expect(origin.store.gets).toEqual([]);
      expect(answer.text).not.toMatch(/node_modules|\/work|at .*\.ts/);
    });
  }

  it('media of the recording before can be had while the next one is on, and not for ever', async () => {
    const next = new Show({ recording: 'recording-2', firstMsn: 50, firstRun: 9 });
    await origin.play(show.ended(), next.opened(), next.run(), next.segments(1));
    expect(await status(`${show.profile.namePrefix}-s1.m4s`)).toBe(200);
    expect(await status(`${next.profile.namePrefix}-s50.m4s`)).toBe(200);
    await origin.play(next.segments(80));
    expect(await status(`${show.profile.namePrefix}-s1.m4s`)).toBe(404);
  });
});
