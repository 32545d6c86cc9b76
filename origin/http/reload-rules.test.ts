import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseMediaPlaylist } from '../../core/hls/media-playlist-parse.ts';
import { partBytes, Show, SOURCE, STREAM } from '../testing/show.ts';
import type { Answer, TestOrigin } from '../testing/test-origin.ts';
import { settle, testOrigin } from '../testing/test-origin.ts';

const PLAYLIST = `/live/${STREAM}/${SOURCE}/index.m3u8`;
const TARGET_SECONDS = 2;

let origin: TestOrigin;
let show: Show;

beforeEach(async () => {
  origin = await testOrigin();
  ({ show } = origin);
  // segments 0-9 are whole, 10 has two parts
  await origin.play(show.opened(), show.run(), show.segments(10), show.part(), show.part());
});
afterEach(() => origin.close());

/** A request that may be held: what it was answered, once it was. */
async function ask(url: string): Promise<{ answer: () => Answer | undefined; readonly answered: Promise<Answer> }> {
  let got: Answer | undefined;
  const answered = origin.get(url).then((answer) => {
    got = answer;
    return answer;
  });
  await settle();
  return { answer: () => got, answered };
}

const edge = (answer: Answer | undefined): readonly [number, number] => {
  const playlist = parseMediaPlaylist(answer?.text ?? '');
  return [playlist.mediaSequence + playlist.segments.length - 1, playlist.segments.at(-1)?.parts.length ?? 0];
};

describe('rule 7: blocking reload', () => {
  it('rule 7: _HLS_msn alone waits for that whole segment', async () => {
    const held = await ask(`${PLAYLIST}?_HLS_msn=10`);
    await origin.play(show.part(), show.part(), show.part());
    expect(held.answer()).toBeUndefined();
    await origin.play(show.part());
    expect(held.answer()?.status).toBe(200);
    expect(edge(held.answer())).toEqual([10, 6]);
  });

  it('rule 7: with _HLS_part it waits for that part', async () => {
    const held = await ask(`${PLAYLIST}?_HLS_msn=10&_HLS_part=3`);
    await origin.play(show.part());
    expect(held.answer()).toBeUndefined();
    await origin.play(show.part());
    expect(edge(held.answer())).toEqual([10, 4]);
  });

  it('rule 7: what is there already is answered at once', async () => {
    expect(edge(await origin.get(`${PLAYLIST}?_HLS_msn=10&_HLS_part=1`))).toEqual([10, 2]);
    expect(edge(await origin.get(`${PLAYLIST}?_HLS_msn=9`))).toEqual([10, 2]);
  });

  it("rule 7: a part past its segment's end means part 0 of the next", async () => {
    await origin.play(show.segments(1));
    const held = await ask(`${PLAYLIST}?_HLS_msn=10&_HLS_part=6`);
    const far = await ask(`${PLAYLIST}?_HLS_msn=10&_HLS_part=99`);
    expect([held.answer(), far.answer()]).toEqual([undefined, undefined]);
    await origin.play(show.part());
    expect([edge(held.answer()), edge(far.answer())]).toEqual([
      [11, 1],
      [11, 1],
    ]);
  });

  it('rule 7: the whole playlist is delivered, not what was asked for alone (6.2.5.2)', async () => {
    const playlist = parseMediaPlaylist((await origin.get(`${PLAYLIST}?_HLS_msn=10&_HLS_part=0`)).text);
    expect([playlist.mediaSequence, playlist.segments.length]).toEqual([1, 10]);
  });

  it('rule 7: with ENDLIST the directives are ignored', async () => {
    const held = await ask(`${PLAYLIST}?_HLS_msn=11&_HLS_part=0`);
    await origin.play(show.ended());
    expect(parseMediaPlaylist(held.answer()?.text ?? '').isEnded).toBe(true);
    expect((await origin.get(`${PLAYLIST}?_HLS_msn=500&_HLS_part=3`)).status).toBe(200);
  });

  it('rule 7: everybody who waits for one part gets the same bytes', async () => {
    const held = await Promise.all(Array.from({ length: 20 }, () => ask(`${PLAYLIST}?_HLS_msn=10&_HLS_part=2`)));
    await origin.play(show.part());
    const texts = new Set(held.map((one) => one.answer()?.text));
    expect(texts.size).toBe(1);
    expect([...texts][0]).toContain('-p10.2.m4s"');
  });
});

describe('rule 8: directives that cannot be answered', () => {
  const refused = [
    { query: '_HLS_part=1', because: '_HLS_part without _HLS_msn' },
    { query: '_HLS_msn=12', because: 'more than two after the last whole segment, 9' },
    { query: '_HLS_msn=10&_HLS_part=11', because: 'beyond the advance part limit' },
    { query: '_HLS_msn=-1', because: 'not a number' },
    { query: '_HLS_msn=ten', because: 'not a number either' },
    { query: '_HLS_msn=1e3', because: 'not a whole number' },
    { query: '_HLS_msn=', because: 'nothing' },
    { query: '_HLS_msn=10&_HLS_msn=11', because: 'two of them' },
    { query: '_HLS_msn=99999999999999999999', because: 'no number that anybody can count to' },
    { query: '_HLS_msn=10&_HLS_part=0.5', because: 'half a part' },
  ];
  for (const { query, because } of refused) {
    it(`rule 8: ${query} -> 400: ${because}`, async () => {
      const answer = await origin.get(`${PLAYLIST}?${query}`);
      expect(answer.status).toBe(400);
      expect(JSON.parse(answer.text)).toMatchObject({ code: 'ORIGIN_BAD_DIRECTIVE', retryable: false });
    });
  }

  it('rule 8: an old msn gets the current playlist at once', async () => {
    expect(edge(await origin.get(`${PLAYLIST}?_HLS_msn=0`))).toEqual([10, 2]);
  });

  it('rule 8: two after the last whole segment is still waited for', async () => {
    const held = await ask(`${PLAYLIST}?_HLS_msn=11`);
    expect(held.answer()).toBeUndefined();
    await origin.play(show.segments(2));
    expect(edge(held.answer())).toEqual([11, 6]);
  });

  it('parameters that are not ours mean nothing', async () => {
    expect((await origin.get(`${PLAYLIST}?session=7&_HLS_report=x`)).status).toBe(200);
  });
});

describe('rule 9: nothing new', () => {
  it('rule 9: held longer than 3 x TARGETDURATION -> 503, never an unchanged 200', async () => {
    const held = await ask(`${PLAYLIST}?_HLS_msn=10&_HLS_part=2`);
    origin.clock.advance(3 * TARGET_SECONDS * 1000 - 1);
    await settle();
    expect(held.answer()).toBeUndefined();
    origin.clock.advance(1);
    const answer = await held.answered;
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBe('1');
    expect(JSON.parse(answer.text)).toMatchObject({ code: 'ORIGIN_HELD_TOO_LONG', retryable: true });
  });

  it('a stop answers everybody who waits: 503, retryable', async () => {
    const held = await ask(`${PLAYLIST}?_HLS_msn=10&_HLS_part=2`);
    const closing = origin.close();
    const answer = await held.answered;
    await closing;
    expect([answer.status, JSON.parse(answer.text)]).toMatchObject([503, { code: 'ORIGIN_CLOSING', retryable: true }]);
    origin = await testOrigin();
  });

  it('a new recording answers whoever waited for the old one: there is nothing yet', async () => {
    const held = await ask(`${PLAYLIST}?_HLS_msn=10&_HLS_part=2`);
    const next = new Show({ recording: 'recording-2', firstMsn: 20, firstRun: 5 });
    await origin.play(next.opened());
    expect(held.answer()?.status).toBe(404);
  });
});

describe('rule 11: the hinted part', () => {
  const part = (msn: number, index: number): string => `/live/${STREAM}/${SOURCE}/${show.profile.namePrefix}-p${msn}.${index}.m4s`;

  it('rule 11: can be asked for, is held until it exists and is sent whole', async () => {
    const held = await ask(part(10, 2));
    expect(held.answer()).toBeUndefined();
    await origin.play(show.part());
    expect(held.answer()?.status).toBe(200);
    expect(held.answer()?.bytes).toEqual(partBytes(SOURCE, 10, 2));
    expect(held.answer()?.headers['content-length']).toBe('600');
  });

  it('rule 11: the first part of the next segment too', async () => {
    await origin.play(show.segments(1));
    const held = await ask(part(11, 0));
    await origin.play(show.part());
    expect(held.answer()?.bytes).toEqual(partBytes(SOURCE, 11, 0));
  });

  it('rule 11: a part that is not hinted is not there (6.2.6)', async () => {
    expect((await origin.get(part(10, 3))).status).toBe(404);
    expect((await origin.get(part(11, 0))).status).toBe(404);
  });

  it('rule 11: a hinted part that never comes is answered 404 when its place is passed', async () => {
    await origin.play(show.segments(1));
    const held = await ask(part(11, 0));
    await origin.play(show.run('restart', 3), show.part());
    expect(held.answer()?.status).toBe(404);
  });

  it('rule 11: nothing is hinted and nothing is held when the stream is over', async () => {
    const held = await ask(part(10, 2));
    await origin.play(show.ended());
    expect(held.answer()?.status).toBe(404);
    expect((await origin.get(part(10, 2))).status).toBe(404);
  });
});
