/**
 * The synthetic presenter as a process of its own: PRESENTER_URL (with the key), PRESENTER_FFMPEG; optionally PRESENTER_BPS,
 * PRESENTER_ROOM, PRESENTER_TICKET and PRESENTER_POLL (it talks in the room too),
 * PRESENTER_GOP (frames), PRESENTER_HEIGHT (lines, 720) and PRESENTER_TONE (1: a tone that never stops, instead of a beep a second). By environment, so that the key stands in no process list of ours. Ends with its parent.
 */
import { createLog } from '../core/runtime/log.ts';
import { present } from './presenter.ts';
import { talk } from './room-voice.ts';

const { PRESENTER_URL, PRESENTER_FFMPEG, PRESENTER_BPS, PRESENTER_GOP, PRESENTER_HEIGHT, PRESENTER_TONE } = process.env;
const { PRESENTER_ROOM: http, PRESENTER_TICKET: ticket, PRESENTER_POLL: poll } = process.env;
const log = createLog({ name: 'presenter' });
const aborter = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.once(signal, () => aborter.abort());

if (PRESENTER_URL === undefined || PRESENTER_FFMPEG === undefined) {
  log.error('PRESENTER_URL and PRESENTER_FFMPEG are needed');
  process.exitCode = 2;
} else {
  if (http !== undefined && ticket !== undefined && poll !== undefined) void talk({ http, ticket, poll, signal: aborter.signal });
  await present({
    ffmpegPath: PRESENTER_FFMPEG,
    url: PRESENTER_URL,
    videoBps: Number(PRESENTER_BPS ?? 2_500_000),
    gopFrames: Number(PRESENTER_GOP ?? 60),
    height: Number(PRESENTER_HEIGHT ?? 720),
    hasSteadyTone: PRESENTER_TONE === '1',
    signal: aborter.signal,
    onEnded: (sentence) => log.warn({ sentence }, 'the presenter lost its connection and tries again'),
  });
  process.exit(0);
}
