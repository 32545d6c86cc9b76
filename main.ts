/** The `plenary` command. */
import { accountsCommand } from './command/accounts.ts';
import { keysCommand } from './command/keys.ts';
import { recordingCommand } from './command/recording.ts';
import { start } from './command/start.ts';
import { UsageError } from './command/errors.ts';
import { LiveError } from './core/runtime/errors.ts';

const HELP = `plenary start                                   everything, with an event called demo
plenary demo                                    the same, and a synthetic presenter
plenary keys create --stream NAME [--backup] [--label TEXT]
plenary keys list
plenary keys revoke ID
plenary accounts reset EMAIL [--without-authenticator]
plenary recording list
plenary recording export STREAM RECORDING FILE.mp4
Settings come from the environment: docs/configuration.md
`;

async function run(words: readonly string[]): Promise<void> {
  const [command, ...rest] = words;
  switch (command) {
    case 'start':
    case 'demo':
      await start({ withPresenter: command === 'demo' });
      break;
    case 'keys':
      await keysCommand(rest);
      break;
    case 'accounts':
      await accountsCommand(rest);
      break;
    case 'recording':
      await recordingCommand(rest);
      break;
    case undefined:
    case 'help':
    case '--help':
      process.stdout.write(HELP);
      break;
    default:
      throw new UsageError({ sentence: `there is no command ${command}` });
  }
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  // what we expect is one sentence; anything else is a bug and comes whole
  process.stderr.write(
    error instanceof LiveError ? `plenary: ${error.message}\n` : `plenary: ${String(error instanceof Error ? error.stack : error)}\n`,
  );
  process.exit(1);
}
