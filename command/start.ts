import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { liveUrl, watchUrl } from '../core/contracts/urls.ts';
import { deriveKey, deriveKeys } from '../core/grants/secrets.ts';
import { systemClock } from '../core/runtime/clock.ts';
import { DiskNotice } from '../core/runtime/disk-notice.ts';
import { freePort } from '../core/runtime/free-port.ts';
import { Health } from '../core/runtime/health.ts';
import type { Closable } from '../core/runtime/lifecycle.ts';
import { Lifecycle } from '../core/runtime/lifecycle.ts';
import type { Log } from '../core/runtime/log.ts';
import { createLog } from '../core/runtime/log.ts';
import { Metrics } from '../core/runtime/metrics.ts';
import type { Settings } from '../core/runtime/settings.ts';
import { readSettings } from '../core/runtime/settings.ts';
import { KeySync } from '../ingest/publish/key-sync.ts';
import { superviseIngest } from '../ingest/supervisor.ts';
import { AccessPoll } from '../origin/access/access-book.ts';
import { openOrigin } from '../origin/open-origin.ts';
import { ensurePlayerBuilt } from '../player/build/ensure-player-built.ts';
import { openRoom } from '../room/open-room.ts';
import { ensureStudioBuilt } from '../studio/build/ensure-studio-built.ts';
import { findFfmpeg } from '../transcoder/ffmpeg/find-ffmpeg.ts';
import { openPosters } from '../transcoder/offline/poster.ts';
import { beginSlate, DEFAULT_SLATE_IMAGE } from '../transcoder/job/slate.ts';
import { openTranscoder } from '../transcoder/open-transcoder.ts';
import { openUploader } from '../transcoder/upload/open-uploader.ts';
import { claimDataDir } from './data-dir.ts';
import { DEMO_STREAM, demoEvent } from './demo-event.ts';
import { demoVoice } from './demo-voice.ts';
import { CannotListen, DataDirUnusable, PortTaken } from './errors.ts';
import { forgetRecordings } from './forget-recordings.ts';
import { databaseOf } from './open-database.ts';
import { openStore } from './open-store.ts';
import { writeReadyFile } from './ready-file.ts';
import { secretOf } from './secret.ts';
import { openSharedParts } from './shared-parts.ts';
import { surroundingsOf } from './surroundings.ts';
import { tlsFilesOf } from './tls-files.ts';

const STOP_WITHIN_MS = 8_000;

/** `plenary start` and `plenary demo`: opens everything in order, says where it is, and stops cleanly on SIGINT and SIGTERM. */
export async function start(options: { readonly withPresenter: boolean }): Promise<void> {
  const settings = readSettings(process.env);
  const log = createLog({ name: 'plenary', level: settings.LOG_LEVEL });
  const life = new Lifecycle(log);
  let isStopping = false;
  const stop = () => {
    if (isStopping) process.exit(1);
    isStopping = true;
    void life.closeAll(STOP_WITHIN_MS).then((clean) => process.exit(clean ? 0 : 1));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  try {
    await openAll(life, settings, log, options.withPresenter);
  } catch (error) {
    if (isStopping) return;
    await life.closeAll(STOP_WITHIN_MS);
    throw explained(error, settings);
  }
}

async function openAll(life: Lifecycle, settings: Settings, log: Log, withPresenter: boolean): Promise<void> {
  const dataDir = path.resolve(settings.DATA_DIR);
  await life.open('data folder', () => claimDataDir(dataDir));
  const [ffmpeg, tls] = await Promise.all([findFfmpeg(settings.FFMPEG_PATH), tlsFilesOf(settings)]);
  const slate = await life.open('slate', () => beginSlate(ffmpeg.path, DEFAULT_SLATE_IMAGE));
  const pageDir = await ensurePlayerBuilt();
  const studioDir = await ensureStudioBuilt();
  const metrics = new Metrics({ process: true });
  const health = new Health();
  const disk = new DiskNotice(log);
  health.tell('disk', () => disk.problem);
  const store = await life.open('object store', () => openStore(settings, dataDir, log));
  const secret = await secretOf(settings, dataDir);
  const database = await life.open('database', () => databaseOf(settings, dataDir, log));
  const { bus, mediaLog, leases } = await openSharedParts(life, settings, log);
  await life.open('uploader', () =>
    openUploader({
      mediaLog,
      store,
      dataDir,
      spoolMaxBytes: settings.TRANSCODER_SPOOL_MAX_MIB * 1024 * 1024,
      disk,
      log: log.child({ part: 'upload' }),
      metrics,
    }),
  );
  await life.open('posters', () => openPosters({ mediaLog, store, ffmpegPath: ffmpeg.path, log: log.child({ part: 'posters' }) }));
  const { event, streamKey } = await demoEvent(database, dataDir, deriveKey(secret, 'stream-key'), Date.now());
  const port =
    settings.PORT === 0
      ? await freePort(settings.HOST).catch((error: unknown) => {
          throw whyNotListening(error, settings.PORT);
        })
      : settings.PORT;
  const shown = settings.HOST === '0.0.0.0' || settings.HOST === '::' ? 'localhost' : settings.HOST;
  const http = settings.PUBLIC_URL?.replace(/\/$/, '') ?? `${settings.TLS_CERT_FILE === undefined ? 'http' : 'https'}://${shown}:${port}`;
  const room = openRoom({
    ...{ database, bus, secrets: [secret], node: randomUUID(), clock: systemClock, log: log.child({ part: 'room' }) },
    ...{ forgetRecordings: forgetRecordings(store), publicUrl: http, webhookHosts: settings.WEBHOOK_HOSTS?.split(',') ?? [] },
  });
  await life.open('stream keys', () =>
    KeySync.open({ file: path.join(dataDir, 'keys.json'), ask: () => room.keys(), clock: systemClock, log: log.child({ part: 'keys' }) }),
  );

  const ingest = await life.open('ingest', () =>
    superviseIngest(
      { host: settings.HOST, rtmpPort: settings.RTMP_PORT, rtmps: rtmpsOf(settings), dataDir, secret, logLevel: settings.LOG_LEVEL },
      log.child({ part: 'ingest' }),
    ),
  );
  metrics.include(() => ingest.metrics());
  const transcoder = await life.open('transcoder', () =>
    openTranscoder({
      feed: { url: ingest.feedUrl, token: ingest.feedToken },
      mediaLog,
      leases,
      dataDir,
      ffmpeg,
      slate: slate.clips,
      heldSlates: () => room.slates(),
      partTargetMs: settings.PART_TARGET_MS,
      graceMs: settings.GRACE_SECONDS * 1000,
      maxRungs: settings.TRANSCODER_MAX_RUNGS,
      log: log.child({ part: 'transcoder' }),
      metrics,
    }),
  );
  health.ready('ingest', () => {
    if (ingest.pid() === null || !transcoder.isConnected()) throw new Error('ingest is being started');
  });
  const access = await life.open('access', () =>
    AccessPoll.open({ ask: (sinceMs) => room.streams(sinceMs), clock: systemClock, log: log.child({ part: 'access' }) }),
  );
  await life.open('origin', () =>
    openOrigin({
      host: settings.HOST,
      port,
      tls,
      mediaLog,
      store,
      pageDir,
      studioDir,
      access,
      mediaKeys: deriveKeys([secret], 'media'),
      guests: (app) => room.mount(app, surroundingsOf(settings, http, ingest, transcoder)),
      frontStream: DEMO_STREAM,
      health,
      metrics,
      log: log.child({ part: 'origin' }),
    }).catch((error: unknown) => {
      throw whyNotListening(error, settings.PORT);
    }),
  );
  // closed before the web server, so that everybody hears that he should come back
  await life.open('room', () => room);
  const rtmp = `rtmp://${shown}:${ingest.rtmpPort}/live`;
  await life.open('ready file', () =>
    writeReadyFile(dataDir, {
      http,
      rtmp,
      watchUrl: http + watchUrl(DEMO_STREAM),
      studioUrl: `${http}/studio/`,
      playlistUrl: http + liveUrl(DEMO_STREAM),
      streamKey,
      pids: { main: process.pid, ingest: ingest.pid() },
    }),
  );
  if (withPresenter) {
    const voice = await demoVoice(database, event, secret, Date.now());
    await life.open('presenter', () => startPresenter({ url: `${rtmp}/${streamKey}`, ffmpegPath: ffmpeg.path, http, voice }));
  }
  health.started();
  sayWhere({ http, rtmp, streamKey, withPresenter, dataDir, setUpLink: await room.setUpLink() });
}

function rtmpsOf(settings: Settings) {
  const { RTMPS_PORT, RTMPS_CERT_FILE, RTMPS_KEY_FILE } = settings;
  if (RTMPS_PORT === undefined || RTMPS_CERT_FILE === undefined || RTMPS_KEY_FILE === undefined) return null;
  return { port: RTMPS_PORT, certFile: RTMPS_CERT_FILE, keyFile: RTMPS_KEY_FILE };
}

/** A file of ours that cannot be written is a matter of DATA_DIR; anything else as it is. */
function explained(error: unknown, { DATA_DIR }: Settings): unknown {
  const dataDir = path.resolve(DATA_DIR);
  const isOurs = error instanceof Error && 'path' in error && typeof error.path === 'string' && error.path.startsWith(dataDir);
  return isOurs ? new DataDirUnusable({ dataDir, reason: error.message }, error) : error;
}

/** What a failed `listen` means to an operator; anything else as it is. */
function whyNotListening(error: unknown, port: number): unknown {
  if (!(error instanceof Error) || !('syscall' in error) || error.syscall !== 'listen') return error;
  const isTaken = 'code' in error && error.code === 'EADDRINUSE';
  return isTaken
    ? new PortTaken({ setting: 'PORT', port }, error)
    : new CannotListen({ setting: 'PORT', port, reason: error.message }, error);
}

/** The presenter runs on this machine. */
function onLoopback(url: string): string {
  return url.replace('://localhost:', '://127.0.0.1:');
}

/** The synthetic presenter, as a process of its own so that painting pictures takes no time from serving them. */
function startPresenter(options: {
  readonly url: string;
  readonly ffmpegPath: string;
  readonly http: string;
  readonly voice: { readonly ticket: string; readonly poll: string };
}): Closable {
  const child = fork(path.join(import.meta.dirname, '../presenter/main.ts'), {
    env: {
      ...process.env,
      PRESENTER_URL: onLoopback(options.url),
      PRESENTER_FFMPEG: options.ffmpegPath,
      PRESENTER_ROOM: onLoopback(options.http),
      PRESENTER_TICKET: options.voice.ticket,
      PRESENTER_POLL: options.voice.poll,
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  return {
    close: () =>
      new Promise<void>((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) resolve();
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}

function sayWhere(facts: {
  http: string;
  rtmp: string;
  streamKey: string;
  withPresenter: boolean;
  dataDir: string;
  setUpLink: string | undefined;
}): void {
  const lines = [
    '',
    'Plenary is ready.',
    '',
    `  Watch       ${facts.http}${watchUrl(DEMO_STREAM)}`,
    `  Studio      ${facts.http}/studio/`,
    ...(facts.setUpLink === undefined ? [] : [`  First owner ${facts.setUpLink} (valid once)`]),
    `  API         ${facts.http}/api/openapi.json`,
    '',
    facts.withPresenter
      ? '  A synthetic presenter is on air. To publish yourself, start with `make start` and type into OBS'
      : '  Type into OBS',
    '  (Settings > Stream > Service: Custom):',
    `  Server      ${facts.rtmp}`,
    `  Stream key  ${facts.streamKey}`,
    '  Output      H.264, keyframe interval 2 s, AAC',
    '',
    `  Data        ${facts.dataDir}`,
    '  Stop        Ctrl-C',
    '',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
