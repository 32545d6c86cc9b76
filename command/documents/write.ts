/** `make docs`: writes every document that comes from the program. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { renderDocuments } from './documents.ts';

const ROOT = path.join(import.meta.dirname, '../..');

for (const [file, text] of await renderDocuments()) {
  await writeFile(path.join(ROOT, file), text);
  process.stdout.write(`${file}\n`);
}
