import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSqliteForTest } from '../db/testing/open.ts';
import type { TestApi } from './testing/open-api.ts';
import { openTestApi } from './testing/open-api.ts';

/** Of OpenAPI 3.1, what is looked at here. */
interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean; readonly schema?: object }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: object }>>; readonly required?: boolean };
  readonly responses: Readonly<
    Record<string, { readonly description?: string; readonly content?: Readonly<Record<string, { readonly schema?: object }>> }>
  >;
  readonly security?: readonly object[];
}
interface Description {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly tags: readonly { readonly name: string }[];
  readonly components: { readonly securitySchemes: Readonly<Record<string, object>>; readonly schemas?: Readonly<Record<string, object>> };
  readonly security: readonly Readonly<Record<string, unknown>>[];
}

let sqlite: Awaited<ReturnType<typeof openSqliteForTest>>;
let api: TestApi;
let description: Description;
const operations = () =>
  Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

beforeAll(async () => {
  sqlite = await openSqliteForTest();
  api = await openTestApi(sqlite.database);
  description = (await api.ask({}, 'GET', '/api/openapi.json')).body as unknown as Description;
});
afterAll(async () => {
  await api.close();
  await sqlite.close();
});

describe('the description of the API', () => {
  it('is OpenAPI 3.1, of paths under /api alone', () => {
    expect([description.openapi, description.info.title]).toEqual(['3.1.0', 'Plenary']);
    expect(Object.keys(description.paths).every((path) => path.startsWith('/api/'))).toBe(true);
    expect(operations().length).toBeGreaterThan(45);
  });

  it('names each operation once, says what it does, in a chapter that there is', () => {
    const ids = operations().map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const tags = description.tags.map(({ name }) => name);
    for (const { path, method, operation } of operations()) {
      expect(operation.operationId, `${method} ${path}`).toMatch(/^[a-z]\w+$/);
      expect(operation.summary?.length ?? 0, `${method} ${path}`).toBeGreaterThan(5);
      expect(tags, `${method} ${path}`).toEqual(expect.arrayContaining([...(operation.tags ?? ['none'])]));
    }
    expect(new Set(operations().flatMap(({ operation }) => operation.tags ?? []))).toEqual(new Set(tags));
  });

  it('declares every part of a path, and describes every body and every answer', () => {
    for (const { path, method, operation } of operations()) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').sort();
      const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
      expect(declared.map(({ name }) => name).sort(), `${method} ${path}`).toEqual(inPath);
      expect(declared.every(({ required }) => required === true)).toBe(true);
      const [done] = Object.keys(operation.responses).filter((status) => status.startsWith('2'));
      expect(done, `${method} ${path}`).toMatch(/^20[014]$/);
      for (const answer of Object.values(operation.responses)) expect(answer.description).toEqual(expect.any(String));
      if (path !== '/api/openapi.json') expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['4XX', '5XX']));
      const content = Object.values(operation.requestBody?.content ?? {});
      expect(content.every(({ schema }) => schema !== undefined && 'additionalProperties' in schema)).toBe(true);
    }
  });

  it('refers to nothing that is not there, and to no schemes of signing in but its own', () => {
    const text = JSON.stringify(description);
    const refs = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name ?? '');
    for (const name of refs) expect(description.components.schemas ?? {}).toHaveProperty([name]);
    const schemes = Object.keys(description.components.securitySchemes);
    expect(description.security.flatMap((one) => Object.keys(one)).sort()).toEqual(schemes.sort());
  });

  it('opens to everybody only what somebody needs who is not signed in', () => {
    const open = operations().filter(({ operation }) => operation.security?.length === 0);
    expect(open.map(({ path }) => path).sort()).toEqual([
      '/api/invitations/accept',
      '/api/openapi.json',
      '/api/password-reset',
      '/api/setup',
      '/api/sign-in',
    ]);
  });
});

it('lets no place ask without end', async () => {
  const strict = await openTestApi(sqlite.database, { requestsPerMinute: 3 });
  const answers: unknown[] = [];
  for (let n = 0; n < 5; n++) answers.push((await strict.ask({}, 'GET', '/api/me')).body['code']);
  expect(answers).toEqual([
    'ROOM_SIGN_IN_NEEDED',
    'ROOM_SIGN_IN_NEEDED',
    'ROOM_SIGN_IN_NEEDED',
    'ROOM_TOO_MANY_REQUESTS',
    'ROOM_TOO_MANY_REQUESTS',
  ]);
  await strict.close();
});
