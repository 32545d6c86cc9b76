import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { definedErrors } from '../../core/runtime/errors.ts';
import { renderDocuments } from './documents.ts';
import { ERROR_ADVICE } from './error-advice.ts';
import { documentedErrorCodes, renderErrorDocument } from './error-document.ts';

const ROOT = path.join(import.meta.dirname, '../..');

describe('documents that come from the program', () => {
  for (const [file, text] of renderDocuments()) {
    it(`${file} is up to date (if not: make docs)`, async () => {
      expect(await readFile(path.join(ROOT, file), 'utf8')).toBe(text);
    });
  }
});

describe('docs/errors.md', () => {
  it('knows every code that any source file defines (if not: import its module in error-document.ts)', async () => {
    const inSources: string[] = [];
    for await (const file of glob('{core,ingest,transcoder,origin,room,command}/**/*.ts', { cwd: ROOT })) {
      if (file.endsWith('.test.ts')) continue;
      const text = await readFile(path.join(ROOT, file), 'utf8');
      for (const [, code = ''] of text.matchAll(/= defineError<[^(]*\(\s*'([A-Z_]+)'/g)) inSources.push(code);
    }
    expect(inSources.sort()).toEqual(documentedErrorCodes());
  });

  it('gives advice on nothing that is not there', () => {
    const text = renderErrorDocument();
    expect(Object.keys(ERROR_ADVICE).filter((code) => !text.includes(`| \`${code}\` |`))).toEqual([]);
  });

  it('has a row for each, in which every fact has a name', () => {
    const text = renderErrorDocument();
    for (const code of definedErrors().keys()) expect(text).toContain(`\`${code}\``);
    expect(text).not.toMatch(/undefined|\[object|NaN/);
  });
});
