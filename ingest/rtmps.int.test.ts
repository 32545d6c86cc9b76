import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect as connectPlain } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PeerCertificate } from 'node:tls';
import { connect } from 'node:tls';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLog, silentLog } from '../core/runtime/log.ts';
import { waitUntil } from '../core/runtime/test-support.ts';
import { plainCodecs, publishWith, testPicture } from '../e2e/rig/publisher.ts';
import { Certificate } from './rtmp/certificate.ts';
import type { TestIngest } from './testing/open-test-ingest.ts';
import { openTestIngest } from './testing/open-test-ingest.ts';
import { RtmpClient } from './testing/rtmp-client.ts';
import { soundHeader } from './testing/test-media.ts';

let folder: string;
let files: { certFile: string; keyFile: string };
let ingest: TestIngest;

async function newCertificate(name: string): Promise<{ certFile: string; keyFile: string }> {
  const made = { certFile: path.join(folder, `${name}.crt`), keyFile: path.join(folder, `${name}.key`) };
  await promisify(execFile)('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...['-subj', `/CN=${name}`, '-keyout', made.keyFile, '-out', made.certFile],
  ]);
  return made;
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'plenary-rtmps-'));
  files = await newCertificate('first');
  ingest = await openTestIngest({ rtmps: { port: 0, ...files } });
});
afterAll(async () => {
  await ingest.close();
  await rm(folder, { recursive: true });
});

const port = () => ingest.rtmpsPort ?? 0;

describe('RTMPS', () => {
  it('ffmpeg publishes over it, and the feed has its media', async () => {
    const { key, stream } = await ingest.newKey();
    const args = [...testPicture({ size: '320x180', rate: 15, seconds: 2 }), ...plainCodecs({ gopFrames: 15 })];
    const publisher = publishWith(`rtmps://127.0.0.1:${port()}/live/${key}`, args);
    const reading = await ingest.feed.read(await ingest.feed.accepted(stream));
    expect(await publisher.ended).toBe(0);
    expect(await ingest.feed.until('ended', stream)).toMatchObject({ reason: 'closed' });
    await waitUntil(() => reading.isOver, { within: 5_000, what: 'the end of the feed' });
    expect(reading.tags.filter((tag) => tag.type === 9).length).toBeGreaterThan(20);
  });

  it('a wrong key is told over it too', async () => {
    const args = [...testPicture({ size: '320x180', rate: 15 }), ...plainCodecs()];
    const publisher = publishWith(`rtmps://127.0.0.1:${port()}/live/pk_wrong`, args);
    expect(await publisher.ended).not.toBe(0);
    expect(publisher.said()).toContain('The stream key is wrong or was revoked.');
  });

  it('the plain port and the other know the same keys and places', async () => {
    const { key } = await ingest.newKey();
    const [plain, secure] = [await RtmpClient.open({ port: ingest.rtmpPort }), await RtmpClient.open({ port: port(), tls: true })];
    expect((await plain.publish('live', key)).code).toBe('NetStream.Publish.Start');
    const beat = setInterval(() => plain.audio(0, soundHeader()), 50);
    expect((await secure.publish('live', key)).code).toBe('NetStream.Publish.BadName');
    clearInterval(beat);
    plain.close();
  });

  it('RTMP on its port is closed at once, and TLS on the plain port', async () => {
    const plain = await RtmpClient.open({ port: port() });
    plain.login('live', 'key');
    await plain.untilEnd(4_000);
    await expect(RtmpClient.open({ port: ingest.rtmpPort, tls: true })).rejects.toThrow();
    expect(ingest.logText()).toContain('no TLS handshake');
    expect(ingest.logText()).toContain('a handshake of another protocol');
  });

  it('TLS 1.1 is refused', async () => {
    const old = { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    const socket = connect({ port: port(), host: '127.0.0.1', rejectUnauthorized: false, ...old });
    const handshake = new Promise((resolve, reject) => {
      socket.once('error', reject);
      socket.once('secureConnect', resolve);
    });
    await expect(handshake).rejects.toMatchObject({ code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION' });
    socket.destroy();
  });

  it('who is silent before, in or after the TLS handshake is closed within five seconds', async () => {
    const openedMs = performance.now();
    const silent = connectPlain({ port: port(), host: '127.0.0.1' });
    const half = connectPlain({ port: port(), host: '127.0.0.1' });
    half.write(Buffer.from('1603010200010001fc0303', 'hex'));
    const both = [silent, half].map(
      (socket) =>
        new Promise((resolve) => {
          socket.on('error', () => undefined);
          socket.once('close', resolve);
        }),
    );
    const after = await RtmpClient.open({ port: port(), tls: true });
    await Promise.all([...both, after.untilEnd()]);
    expect(performance.now() - openedMs).toBeLessThan(5_000 + 2_000);
  });
});

async function subjectOn(secure: number): Promise<string> {
  const socket = connect({ port: secure, host: '127.0.0.1', rejectUnauthorized: false });
  const certificate = await new Promise<PeerCertificate>((resolve, reject) => {
    socket.once('error', reject);
    socket.once('secureConnect', () => resolve(socket.getPeerCertificate()));
  });
  socket.destroy();
  return String(certificate.subject.CN);
}

describe('the certificate', () => {
  it("is the operator's, and never one that came with a library", async () => {
    expect(await subjectOn(port())).toBe('first');
  });

  it('is taken anew when its files were renewed; while they are bad, the old one stays', async () => {
    let logged = '';
    const log = createLog({ name: 'test', destination: { write: (line) => void (logged += line) } });
    const own = { certFile: path.join(folder, 'own.crt'), keyFile: path.join(folder, 'own.key') };
    const copy = async (from: typeof own) => {
      await copyFile(from.certFile, own.certFile);
      await copyFile(from.keyFile, own.keyFile);
    };
    await copy(files);
    const certificate = await Certificate.open(own, log, 20);
    const first = certificate.context;
    await writeFile(own.certFile, 'half a certif');
    await waitUntil(() => logged.includes('cannot be used, the old one stays'), { within: 5_000, what: 'the warning' });
    expect(certificate.context).toBe(first);
    await copy(await newCertificate('second'));
    await waitUntil(() => certificate.context !== first, { within: 5_000, what: 'the renewed certificate' });
    certificate.close();
  });

  it('that does not fit its key is refused in a sentence that names the settings', async () => {
    const other = await newCertificate('other');
    await expect(Certificate.open({ ...files, keyFile: other.keyFile }, silentLog)).rejects.toMatchObject({
      code: 'INGEST_CERTIFICATE_UNUSABLE',
      message: expect.stringMatching(/^RTMPS_CERT_FILE and RTMPS_KEY_FILE are no certificate with its key/),
    });
  });
});
