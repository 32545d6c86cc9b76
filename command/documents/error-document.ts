import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { definedErrors } from '../../core/runtime/errors.ts';
import type { Refusal } from '../../ingest/publish/refusals.ts';
import { REFUSALS, refuseAudio, refuseSize, refuseVideo } from '../../ingest/publish/refusals.ts';
import type { RefusalCode } from '../../room/refusals.ts';
import { REFUSALS as ROOM_REFUSALS } from '../../room/refusals.ts';
import { sentenceOf } from '../../room/sentences/sentences.ts';
import { adviceOf } from './error-advice.ts';

/** Any fact is shown by its name; as a list of one, because some facts are lists, and a list of one reads like its member. */
const NAMES = new Proxy({}, { get: (_facts, name) => [`{${String(name)}}`] });

const ROOT = path.join(import.meta.dirname, '../..');
const DEFINITION = /= defineError<[^(]*\(\s*'([A-Z_]+)'/g;

/** Loads every module that defines an error. @returns their codes, sorted. */
async function loadDefinitions(): Promise<readonly string[]> {
  const codes: string[] = [];
  for await (const file of glob('{core,ingest,transcoder,origin,room,command}/**/*.ts', { cwd: ROOT })) {
    if (file.endsWith('.test.ts')) continue;
    const found = [...(await readFile(path.join(ROOT, file), 'utf8')).matchAll(DEFINITION)].map(([, code = '']) => code);
    if (found.length > 0) await import(path.join(ROOT, file));
    codes.push(...found);
  }
  return codes.sort();
}

/** docs/errors.md. */
export async function renderErrorDocument(): Promise<string> {
  const codes = await loadDefinitions();
  return `# Errors

Written by \`make docs\` from the program; a test notices when it is stale. A code is for ever; its sentence may improve. \`{…}\` stands for what
the case brings. *Again* says whether the same may work later. Over HTTP an error is \`{"code", "message", "retryable"}\` with the status below; at
the start it is one sentence on standard error, and exit code 1.

## What the program says

${table(['code', 'sentence', 'status', 'again', 'what to do'], programRows(codes))}

## What a presenter's encoder is told

In the log as \`publisher refused\` (somebody with a valid key) or \`stranger refused\`, with \`code\` and \`sentence\`.

${table(['code', 'sentence', 'what to do'], encoderRows())}

## What a person in the room is told

In the language of the page; here in English. Over a socket it comes as a \`no\` frame with the code.

${table(['code', 'sentence', 'status', 'again'], roomRows())}
`;
}

function programRows(codes: readonly string[]): readonly (readonly string[])[] {
  return codes.map((code) => {
    const definition = definedErrors().get(code);
    if (definition === undefined) throw new Error(`${code} is not defined`);
    return [
      code,
      definition.message(NAMES as never),
      String(definition.status),
      again(definition.retryable),
      adviceOf(code, definition.retryable),
    ];
  });
}

function encoderRows(): readonly (readonly string[])[] {
  const media: readonly Refusal[] = [refuseVideo('{codec}'), refuseAudio('{codec}'), refuseSize('{width}', '{height}')];
  const all: readonly Refusal[] = [...Object.values(REFUSALS), ...media];
  return all.map(({ code, sentence }) => [code, sentence, adviceOf(code, true)]);
}

function roomRows(): readonly (readonly string[])[] {
  return Object.entries(ROOM_REFUSALS).map(([code, { status, retryable }]) => {
    return [code, sentenceOf(code as RefusalCode, 'en'), String(status), again(retryable)];
  });
}

const again = (retryable: boolean): string => (retryable ? 'yes' : 'no');

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (row: readonly string[]) => `| ${row.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', '<br>')).join(' | ')} |`;
  return [cells(head), cells(head.map(() => '---')), ...rows.map(([code = '', ...others]) => cells([`\`${code}\``, ...others]))].join('\n');
}
