import path from 'node:path';
import { parseArgs } from 'node:util';
import { asStreamId } from '../core/contracts/ids.ts';
import { deriveKey } from '../core/grants/secrets.ts';
import { errorMessage } from '../core/runtime/errors.ts';
import { silentLog } from '../core/runtime/log.ts';
import type { Settings } from '../core/runtime/settings.ts';
import { readSettings } from '../core/runtime/settings.ts';
import type { Database } from '../room/db/database.ts';
import { revokeStreamKey, validStreamKeys } from '../room/db/stream-keys.ts';
import { findEventBySlug } from '../room/db/events.ts';
import { UsageError } from './errors.ts';
import { makeFolder } from './make-folder.ts';
import { databaseOf } from './open-database.ts';
import { secretOf } from './secret.ts';
import { makeStreamKey, simpleEvent } from './simple-event.ts';

/** `plenary keys create | list | revoke`. A running Plenary takes notice within a second. */
export async function keysCommand(words: readonly string[]): Promise<void> {
  const [action, ...rest] = words;
  const { values, positionals } = parse(rest);
  const settings = readSettings(process.env);
  const dataDir = path.resolve(settings.DATA_DIR);
  await makeFolder(dataDir, 0o750);
  const database = await databaseOf(settings, dataDir, silentLog);
  try {
    if (action === 'create') await create(database, settings, dataDir, values);
    else if (action === 'list') await list(database);
    else if (action === 'revoke') await revoke(database, positionals[0]);
    else throw new UsageError({ sentence: action === undefined ? 'keys needs create, list or revoke' : `there is no keys ${action}` });
  } finally {
    await database.close();
  }
}

interface Values {
  readonly stream?: string | undefined;
  readonly backup?: boolean | undefined;
  readonly rehearsal?: boolean | undefined;
  readonly label?: string | undefined;
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { stream: { type: 'string' }, backup: { type: 'boolean' }, rehearsal: { type: 'boolean' }, label: { type: 'string' } },
    });
  } catch (error) {
    throw new UsageError({ sentence: errorMessage(error) }, error);
  }
}

async function create(database: Database, settings: Settings, dataDir: string, values: Values): Promise<void> {
  const stream = asStreamId(values.stream ?? '');
  if (stream === undefined)
    throw new UsageError({ sentence: 'keys create needs --stream with a name of lower-case letters, digits and dashes' });
  if (values.backup === true && values.rehearsal === true)
    throw new UsageError({ sentence: 'a key is for the backup or for rehearsals, not both' });
  const hmacKey = deriveKey(await secretOf(settings, dataDir), 'stream-key');
  const slot = values.backup === true ? 'backup' : values.rehearsal === true ? 'rehearsal' : 'primary';
  const made = await database.write(async (db) => {
    const isNew = (await findEventBySlug(db, stream)) === undefined;
    const event = await simpleEvent(db, stream, stream, Date.now());
    return { isNew, ...(await makeStreamKey(db, event, { slot, label: values.label ?? '' }, hmacKey, Date.now())) };
  });
  process.stdout.write(`${made.key}\n`);
  if (made.isNew) process.stderr.write(`There was no event ${stream}: it was created, open to everybody with the link /watch/${stream}.\n`);
  process.stderr.write(`The ${slot} key of ${stream} (id ${made.id}). It is shown this once: put it into the encoder now.\n`);
}

async function list(database: Database): Promise<void> {
  const rows = await database.read((db) => validStreamKeys(db));
  if (rows.length === 0) {
    process.stdout.write('There are no stream keys. Create one: plenary keys create --stream NAME\n');
    return;
  }
  const table = [
    ['ID', 'STREAM', 'SLOT', 'CREATED', 'LABEL'],
    ...rows.map((row) => [row.id, row.slug, row.slot, new Date(row.createdAtMs).toISOString().slice(0, 16), row.label]),
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

async function revoke(database: Database, id: string | undefined): Promise<void> {
  if (id === undefined) throw new UsageError({ sentence: 'keys revoke needs the id of a key' });
  const isRevoked = await database.write(async (db) => {
    const key = (await validStreamKeys(db)).find((one) => one.id === id);
    const event = key === undefined ? undefined : await findEventBySlug(db, key.slug);
    return event !== undefined && (await revokeStreamKey(db, event.tenant, event.id, id, Date.now()));
  });
  if (!isRevoked) throw new UsageError({ sentence: `there is no valid key with the id ${id}: plenary keys list shows them` });
  process.stdout.write(`Key ${id} is revoked. Whoever publishes with it is cut off within two seconds.\n`);
}
