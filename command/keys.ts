import path from 'node:path';
import { parseArgs } from 'node:util';
import { asStreamId } from '../core/contracts/ids.ts';
import { errorMessage } from '../core/runtime/errors.ts';
import { readSettings } from '../core/runtime/settings.ts';
import { KeyBook } from '../ingest/publish/keys.ts';
import { UsageError } from './errors.ts';

/** `plenary keys create | list | revoke`. A running Plenary takes notice within half a second. */
export async function keysCommand(words: readonly string[]): Promise<void> {
  const [action, ...rest] = words;
  const { values, positionals } = parse(rest);
  const keys = await KeyBook.open(path.resolve(readSettings(process.env).DATA_DIR));
  try {
    if (action === 'create') await create(keys, values);
    else if (action === 'list') list(keys);
    else if (action === 'revoke') await revoke(keys, positionals[0]);
    else throw new UsageError({ sentence: action === undefined ? 'keys needs create, list or revoke' : `there is no keys ${action}` });
  } finally {
    keys.close();
  }
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { stream: { type: 'string' }, backup: { type: 'boolean' }, label: { type: 'string' } },
    });
  } catch (error) {
    throw new UsageError({ sentence: errorMessage(error) }, error);
  }
}

async function create(
  keys: KeyBook,
  values: { stream?: string | undefined; backup?: boolean | undefined; label?: string | undefined },
): Promise<void> {
  const stream = asStreamId(values.stream ?? '');
  if (stream === undefined)
    throw new UsageError({ sentence: 'keys create needs --stream with a name of lower-case letters, digits and dashes' });
  const made = await keys.create({ stream, slot: values.backup === true ? 'backup' : 'primary', label: values.label ?? '' });
  process.stdout.write(`${made.key}\n`);
  process.stderr.write(`The ${made.slot} key of ${stream} (id ${made.id}). It is shown this once: put it into the encoder now.\n`);
}

function list(keys: KeyBook): void {
  const rows = keys.list();
  if (rows.length === 0) {
    process.stdout.write('There are no stream keys. Make one: plenary keys create --stream NAME\n');
    return;
  }
  const table = [
    ['ID', 'STREAM', 'SLOT', 'CREATED', 'LABEL'],
    ...rows.map((row) => [row.id, row.stream, row.slot, row.createdAt.slice(0, 16), row.label]),
  ];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  for (const row of table)
    process.stdout.write(
      `${row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd()}\n`,
    );
}

async function revoke(keys: KeyBook, id: string | undefined): Promise<void> {
  if (id === undefined) throw new UsageError({ sentence: 'keys revoke needs the id of a key' });
  await keys.revoke(id);
  process.stdout.write(`Key ${id} is revoked. Whoever publishes with it is cut off within two seconds.\n`);
}
