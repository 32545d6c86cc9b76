import { describe, expect, it } from 'vitest';
import type { AmfValue } from '../testing/amf.ts';
import { decodeAmf, encodeAmf } from '../testing/amf.ts';
import type { WrittenMessage } from '../testing/chunk-writer.ts';
import { writeMessage } from '../testing/chunk-writer.ts';
import { clientHandshake, command, loginMessages } from '../testing/rtmp-client.ts';
import { ChunkReader, MESSAGE } from './chunk-reader.ts';
import type { MediaPacket } from './rtmp-session.ts';
import { RtmpSession } from './rtmp-session.ts';

const ANSWER_BYTES = 1 + 2 * 1536;

/** A session after its handshake, what it told, and what it answered. */
function setUp(options: { accept?: boolean } = {}) {
  let sent = Buffer.alloc(0);
  const told: string[] = [];
  const media: MediaPacket[] = [];
  const session: RtmpSession = new RtmpSession({
    send: (bytes) => {
      sent = Buffer.concat([sent, bytes]);
    },
    wantsToPublish: (app, name) => {
      told.push(`publish ${app} ${name}`);
      if (options.accept === true) session.accept();
    },
    wantsToPlay: () => told.push('play'),
    media: (packet) => media.push(packet),
    finished: () => told.push('finished'),
  });
  session.push(clientHandshake());
  const send = (...messages: readonly WrittenMessage[]) => {
    for (const message of messages) session.push(writeMessage(message));
  };
  const answers = () => {
    const reader = new ChunkReader({ messageBytes: 1 << 20, unfinishedBytes: 1 << 20 });
    return [...reader.push(sent.subarray(ANSWER_BYTES))];
  };
  const commands = (): (readonly AmfValue[])[] =>
    answers().flatMap((message) => (message.type === MESSAGE.commandAmf0 ? [decodeAmf(message.payload)] : []));
  return { session, told, media, send, answers, commands };
}

const video = (payload = Buffer.from('picture')): WrittenMessage => ({ type: 9, payload, streamId: 1, timestampMs: 40, chunkStream: 6 });

describe('the login', () => {
  it('is answered as encoders expect it, and leads to the key without its query', () => {
    const { told, send, commands } = setUp({ accept: true });
    send(...loginMessages('live', 'key?token=1'));
    expect(told).toEqual(['publish live key']);
    const [connected, created, started] = commands();
    expect(connected?.slice(0, 2)).toEqual(['_result', 1]);
    expect(connected?.[3]).toMatchObject({ code: 'NetConnection.Connect.Success', objectEncoding: 0 });
    expect(created).toEqual(['_result', 4, null, 1]);
    expect(started).toMatchObject(['onStatus', 0, null, { level: 'status', code: 'NetStream.Publish.Start' }]);
  });

  const apps = [
    { app: 'live', says: 'live', because: 'as it should be' },
    { app: 'live/', says: 'live', because: 'a slash at the end is nothing' },
    { app: 'live?a=b', says: 'live', because: 'a query is nothing' },
    { app: 'live/x', says: 'live/x', because: 'a longer one is another one' },
    { app: '', says: '', because: 'an empty one is told too' },
  ];
  for (const { app, says, because } of apps) {
    it(`the app ${JSON.stringify(app)} is ${JSON.stringify(says)}: ${because}`, () => {
      const { told, send } = setUp();
      send(...loginMessages(app, 'key'));
      expect(told).toEqual([`publish ${says} key`]);
    });
  }

  const nameless: readonly (readonly AmfValue[])[] = [[], [7], [null], [''], ['?x=1'], [{ a: 1 }], ['x'.repeat(513)]];
  for (const names of nameless) {
    it(`a publish of ${JSON.stringify(names).slice(0, 30)} has no key`, () => {
      const { told, send } = setUp();
      const before = loginMessages('live', 'key').slice(0, 4);
      send(...before, command('publish', 5, null, ...names));
      expect(told).toEqual(['publish live ']);
    });
  }

  it('in AMF3 envelopes is read as well', () => {
    const { told, send } = setUp();
    const wrapped = loginMessages('live', 'key').map((message) => ({
      ...message,
      type: MESSAGE.commandAmf3,
      payload: Buffer.concat([Buffer.of(0), message.payload]),
    }));
    send(...wrapped);
    expect(told).toEqual(['publish live key']);
  });
});

describe('a refusal', () => {
  it('is an onStatus of level error on the stream of the publish, and the end of it', () => {
    const { session, told, send, media, answers, commands } = setUp();
    send(...loginMessages('live', 'key'));
    session.refuse('NetStream.Publish.Denied', 'No.');
    send(video(), ...loginMessages('live', 'key'));
    expect(commands().at(-1)).toEqual(['onStatus', 0, null, { level: 'error', code: 'NetStream.Publish.Denied', description: 'No.' }]);
    expect(answers().at(-1)?.streamId).toBe(1);
    expect([told, media]).toEqual([['publish live key'], []]);
  });

  it('may come in mid-stream, once', () => {
    const { session, send, media, commands } = setUp({ accept: true });
    send(...loginMessages('live', 'key'), video());
    session.refuse('NetStream.Publish.Denied', 'No.');
    session.refuse('NetStream.Publish.Denied', 'No again.');
    send(video());
    expect(media).toHaveLength(1);
    expect(commands().filter((one) => one[0] === 'onStatus')).toHaveLength(2);
  });

  it('for who wants to play', () => {
    const { session, told, send, media, commands } = setUp();
    send(...loginMessages('live', 'key').slice(0, 4), { ...command('play', 5, null, 'key'), streamId: 1 });
    session.accept();
    session.refuse('NetStream.Play.Failed', 'No.');
    send(video());
    expect([told, media]).toEqual([['play'], []]);
    expect(commands().at(-1)?.[3]).toMatchObject({ level: 'error', code: 'NetStream.Play.Failed' });
  });
});

describe('media', () => {
  it('is told with its time once the publish was accepted', () => {
    const { send, media } = setUp({ accept: true });
    send(...loginMessages('live', 'key'), video());
    expect(media).toEqual([{ type: 9, timestampMs: 40, payload: Buffer.from('picture') }]);
  });

  const early = [
    { messages: [video()], because: 'before anything' },
    { messages: [...loginMessages('live', 'key').slice(0, 1), video()], because: 'after the connect alone' },
    { messages: [...loginMessages('live', 'key').slice(0, 4), video()], because: 'before the publish' },
    { messages: [...loginMessages('live', 'key'), video()], because: 'while it is being decided' },
  ];
  for (const { messages, because } of early) {
    it(`is nothing ${because}`, () => {
      const { send, media } = setUp();
      send(...messages);
      expect(media).toEqual([]);
    });
  }

  for (const name of ['deleteStream', 'closeStream', 'FCUnpublish']) {
    it(`is over after ${name}`, () => {
      const { told, send, media } = setUp({ accept: true });
      send(...loginMessages('live', 'key'), command(name, 6, null), video());
      expect([told.at(-1), media]).toEqual(['finished', []]);
    });
  }
});

describe('what the client may ask', () => {
  it('a ping is answered', () => {
    const { send, answers } = setUp();
    send({ type: MESSAGE.userControl, payload: Buffer.from('000600112233', 'hex'), chunkStream: 2 });
    expect(answers()).toMatchObject([{ type: MESSAGE.userControl, payload: Buffer.from('000700112233', 'hex') }]);
  });

  it('what it sends is acknowledged', () => {
    const { send, answers } = setUp({ accept: true });
    send(...loginMessages('live', 'key'), ...Array.from({ length: 3 }, () => video(Buffer.alloc(1_000_000))));
    const acknowledged = answers().filter((message) => message.type === MESSAGE.acknowledgement);
    expect(acknowledged.length).toBeGreaterThanOrEqual(1);
    expect(acknowledged.at(-1)?.payload.readUInt32BE(0)).toBeGreaterThan(1_250_000);
  });

  it('commands that nobody knows are passed over', () => {
    const { told, send } = setUp();
    send(...loginMessages('live', 'key').slice(0, 4), command('_checkbw', 9, null), command('getStreamLength', 10, null, 'x'));
    send(...loginMessages('live', 'key').slice(4));
    expect(told).toEqual(['publish live key']);
  });
});

describe('what ends a connection', () => {
  const login = loginMessages('live', 'key');
  const raw = (payload: Buffer, type: number = MESSAGE.commandAmf0): WrittenMessage => ({ type, payload });
  const nested = (depth: number) => Buffer.concat(Array.from({ length: depth }, () => Buffer.from('030001', 'hex').fill('a', 2)));
  const rows: readonly { messages: readonly WrittenMessage[]; because: string }[] = [
    { messages: [raw(Buffer.concat([encodeAmf('connect'), Buffer.of(0, 1, 2)]))], because: 'an AMF number is cut off' },
    { messages: [raw(Buffer.concat([encodeAmf('connect', 1), Buffer.of(0x42)]))], because: 'there is no such AMF marker' },
    { messages: [raw(Buffer.concat([encodeAmf('connect', 1), nested(16_000)]))], because: 'it is nested very deeply' },
    { messages: [raw(Buffer.alloc(0))], because: 'a command is empty' },
    { messages: [raw(Buffer.of(0xff, 0xff))], because: 'a command begins with no AMF marker' },
    { messages: [raw(encodeAmf(7, 1))], because: 'the name of a command is a number' },
    { messages: [raw(Buffer.alloc(0), MESSAGE.commandAmf3)], because: 'an AMF3 command is empty' },
    { messages: [raw(Buffer.concat([encodeAmf('connect', 1), Buffer.from('0affffffff', 'hex')]))], because: 'an array says it is endless' },
    { messages: [command('constructor', 1, null)], because: 'a command is called like what every object has' },
    { messages: [command('connect', 1, null)], because: 'the connect says nothing' },
    { messages: [command('connect', 1, { app: 7 })], because: 'the app is a number' },
    { messages: [command('connect', 1, { app: 'x'.repeat(129) })], because: 'the app is very long' },
    { messages: [login[0], login[0]].flatMap((one) => one ?? []), because: 'it connects twice' },
    { messages: login.slice(4), because: 'it publishes without a connect' },
    { messages: [...login, ...login.slice(4)], because: 'it publishes twice' },
    { messages: [command('play', 1, null, 'key')], because: 'it plays without a connect' },
    { messages: Array.from({ length: 33 }, () => command('ping', 1, null)), because: 'it has more commands than any encoder' },
  ];
  for (const { messages, because } of rows) {
    it(because, () => {
      const { send } = setUp();
      expect(() => send(...messages)).toThrow(expect.objectContaining({ code: 'INGEST_BAD_RTMP' }));
    });
  }

  it('a string that is longer than its message is what there is of it: a command that nobody knows', () => {
    const { told, send } = setUp();
    send(raw(Buffer.of(2, 0xff, 0xff, 65)), ...login);
    expect(told).toEqual(['publish live key']);
  });

  it('a bad tcUrl is nothing to us', () => {
    const { told, send } = setUp();
    send(command('connect', 1, { app: 'live', tcUrl: 'not a url' }), ...login.slice(1));
    expect(told).toEqual(['publish live key']);
  });

  it('another protocol is seen by its first byte', () => {
    for (const start of [Buffer.from('GET / HTTP/1.1\r\n'), Buffer.from('160301', 'hex'), Buffer.of(6)]) {
      const { session } = setUpFresh();
      expect(() => session.push(start)).toThrow('a handshake of another protocol');
    }
  });

  it('a publisher may have a message of 2 MiB, but no such command', () => {
    const { send, media } = setUp({ accept: true });
    send(...login, video(Buffer.alloc(2 * 1024 * 1024)));
    expect(media).toHaveLength(1);
    expect(() => send(raw(Buffer.alloc(64 * 1024 + 1)))).toThrow('a command of 65537 bytes');
  });

  it('before the publish a message has 64 KiB', () => {
    const { send } = setUp();
    expect(() => send(video(Buffer.alloc(64 * 1024 + 1)))).toThrow('a message of 65537 bytes');
  });

  it('and nothing is read after it', () => {
    const { told, send } = setUp();
    expect(() => send(raw(Buffer.alloc(0)))).toThrow();
    send(...login);
    expect(told).toEqual([]);
  });
});

/** A session that has seen nothing yet. */
function setUpFresh() {
  const nothing = () => undefined;
  const session = new RtmpSession({ send: nothing, wantsToPublish: nothing, wantsToPlay: nothing, media: nothing, finished: nothing });
  return { session };
}
