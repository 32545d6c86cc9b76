import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { definedErrors } from '../../core/runtime/errors.ts';
import { renderDocuments } from './documents.ts';
import { ERROR_ADVICE } from './error-advice.ts';
import { renderErrorDocument } from './error-document.ts';

const ROOT = path.join(import.meta.dirname, '../..');

const documents = await renderDocuments();

describe('documents that come from the program', () => {
  for (const [file, text] of documents) {
    it(`${file} is up to date (if not: make docs)`, async () => {
      expect(await readFile(path.join(ROOT, file), 'utf8')).toBe(text);
    });
  }
});

describe('docs/errors.md', () => {
  it('gives advice on nothing that is not there', async () => {
    const text = await renderErrorDocument();
    expect(Object.keys(ERROR_ADVICE).filter((code) => !text.includes(`| \`${code}\` |`))).toEqual([]);
  });

  it('has a row for each, in which every fact has a name', async () => {
    const text = await renderErrorDocument();
    expect(definedErrors().size).toBeGreaterThan(30);
    // other test files of this worker may have defined errors of their own
    for (const code of [...definedErrors().keys()].filter((name) => !name.startsWith('TEST_'))) expect(text).toContain(`| \`${code}\` |`);
    expect(text).not.toMatch(/undefined|\[object|NaN/);
  });
});
