import { spawn } from 'node:child_process';

interface ProbedStream {
  readonly codec_type?: string;
  readonly nb_read_packets?: string;
}

const LIMIT_MS = 20_000;

/**
 * What ffprobe has to say against an init section and a segment of it: every line it writes, and tracks without packets.
 * @throws Error when there is no ffprobe.
 */
export async function probe(init: Uint8Array, segment: Uint8Array): Promise<readonly string[]> {
  const args = ['-v', 'warning', '-f', 'mp4', '-i', 'pipe:0', '-count_packets', '-show_entries', 'stream=codec_type,nb_read_packets'];
  const child = spawn('ffprobe', [...args, '-of', 'json'], { stdio: ['pipe', 'pipe', 'pipe'], timeout: LIMIT_MS });
  const out: Buffer[] = [];
  let said = '';
  child.stdout.on('data', (bytes: Buffer) => out.push(bytes));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(Buffer.concat([init, segment]));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', (error) => reject(new Error('ffprobe cannot be started: install ffmpeg', { cause: error })));
    child.once('close', resolve);
  });
  const findings = said.split('\n').filter((line) => line.trim() !== '');
  if (code !== 0) return [...findings, `ffprobe ended with ${code}`];
  const { streams = [] } = JSON.parse(Buffer.concat(out).toString()) as { streams?: readonly ProbedStream[] };
  if (streams.length === 0) findings.push('there is no track');
  for (const { codec_type: kind, nb_read_packets: packets } of streams)
    if (!(Number(packets) > 0)) findings.push(`the ${kind} track has no packets`);
  return findings;
}

/** Probes one after another, beside whatever else goes on, and remembers what was found. */
export class ProbeQueue {
  readonly #found: { readonly where: string; readonly what: string }[] = [];
  #tail: Promise<void> = Promise.resolve();
  #count = 0;

  /** Segments probed so far. */
  get count(): number {
    return this.#count;
  }

  add(where: string, init: Uint8Array, segment: Uint8Array): void {
    this.#tail = this.#tail.then(async () => {
      const said = await probe(init, segment).catch((error: unknown) => [error instanceof Error ? error.message : String(error)]);
      this.#count++;
      for (const what of said) this.#found.push({ where, what });
    });
  }

  /** Everything that was found, when everything has been probed. */
  async finish(): Promise<readonly { readonly where: string; readonly what: string }[]> {
    await this.#tail;
    return this.#found;
  }
}
