/** Firefox as it is installed, without a screen and with a profile of its own. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { waitUntil } from '../../core/runtime/test-support.ts';
import { BidiLine } from './bidi-line.ts';
import { FirefoxPage } from './firefox-page.ts';

const run = promisify(execFile);
const NAMES = ['/usr/bin/firefox-esr', '/usr/bin/firefox'];
/** A program is larger than this. */
const SCRIPT_BYTES = 32_768;
const START_MS = 60_000;
const END_MS = 10_000;
/** It asks nobody for anything by itself, and begins with an empty page. */
const PREFERENCES = {
  'app.update.disabledForTesting': true,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage': 'about:blank',
  'browser.startup.page': 0,
  'datareporting.policy.dataSubmissionEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'toolkit.telemetry.reportingpolicy.firstRun': false,
};

/** Where Firefox is, or why there is none that a test could start. */
export type FoundFirefox = { readonly path: string } | { readonly missing: string };

/** Looks at `FIREFOX_PATH`, then where Debian puts it. One in a snap sees neither our profile nor our line to it. */
export async function findFirefox(): Promise<FoundFirefox> {
  const named = process.env['FIREFOX_PATH'];
  for (const name of named === undefined ? NAMES : [named]) {
    const file = await realpath(name).catch(() => undefined);
    if (file === undefined || (await isOfSnap(file))) continue;
    const said = await run(file, ['--version']).then(
      ({ stdout }) => stdout,
      () => '',
    );
    if (/^Mozilla Firefox \d/m.test(said)) return { path: file };
  }
  return {
    missing: `no Firefox: ${named ?? NAMES.join(', ')} is not there, or is a snap (apt-get install firefox-esr, or set FIREFOX_PATH)`,
  };
}

/** Ubuntu's package is a script that hands over to a snap. */
async function isOfSnap(file: string): Promise<boolean> {
  if (file.includes('/snap')) return true;
  const { size } = await stat(file);
  return size < SCRIPT_BYTES && (await readFile(file, 'utf8')).includes('/snap/');
}

/** A running Firefox. */
export class Firefox {
  readonly #process: ChildProcess;
  readonly #profile: string;
  readonly #line: BidiLine;

  private constructor(child: ChildProcess, profile: string, line: BidiLine) {
    this.#process = child;
    this.#profile = profile;
    this.#line = line;
  }

  /** @throws Error when it does not come up. */
  static async launch(file: string): Promise<Firefox> {
    const profile = await mkdtemp(path.join(tmpdir(), 'plenary-firefox-'));
    const lines = Object.entries(PREFERENCES).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`);
    await writeFile(path.join(profile, 'user.js'), lines.join(''));
    const child = spawn(file, ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0', 'about:blank'], {
      // a home of its own, too: somebody else's may not be ours to write to
      env: { ...process.env, HOME: profile, MOZ_CRASHREPORTER_DISABLE: '1' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-8_000);
    });
    const address = await waitUntil(
      () => {
        if (child.exitCode !== null) throw new Error(`Firefox ended with ${child.exitCode}: ${said}`);
        return /WebDriver BiDi listening on (ws:\S+)/.exec(said)?.[1];
      },
      { within: START_MS, every: 50, what: 'Firefox' },
    );
    const line = await BidiLine.open(`${address}/session`);
    await line.send('session.new', { capabilities: {} });
    await line.send('session.subscribe', { events: ['log.entryAdded', 'network.beforeRequestSent'] });
    return new Firefox(child, profile, line);
  }

  /** Somebody with a window, cookies and storage of his own. */
  async open(url: string, width: number, height: number): Promise<FirefoxPage> {
    return FirefoxPage.open(this.#line, url, { width, height });
  }

  /** Asks it to end, and ends its process when it does not. */
  async close(): Promise<void> {
    const ended = new Promise<void>((resolve) => {
      this.#process.once('exit', () => resolve());
    });
    const isRunning = this.#process.exitCode === null && this.#process.signalCode === null;
    // the line may be closed before the answer is there
    this.#line.send('browser.close').catch(() => undefined);
    const timer = setTimeout(() => this.#process.kill('SIGKILL'), END_MS);
    if (isRunning) await ended;
    clearTimeout(timer);
    this.#line.close();
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
