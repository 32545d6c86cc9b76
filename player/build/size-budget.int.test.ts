import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import budget from '../size-budget.json' with { type: 'json' };
import { ensurePlayerBuilt } from './ensure-player-built.ts';

let dist: string;
const read = (file: string): string => readFileSync(join(dist, 'assets', file), 'utf8');
const zipped = (file: string): number => gzipSync(readFileSync(join(dist, 'assets', file)), { level: 9 }).length;
const total = (files: Iterable<string>): number => [...files].reduce((sum, file) => sum + zipped(file), 0);

/** The file and whatever it imports before it runs; what it imports later is not counted. */
function withImports(file: string, found: Set<string> = new Set()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, name] of read(file).matchAll(/(?:from|^import|[;}]import)\s*"\.\/([\w.-]+\.js)"/g))
    if (name !== undefined) withImports(name, found);
  return found;
}

const assets = (): string[] => readdirSync(join(dist, 'assets'));
const chunk = (name: string): string => assets().find((file) => file.startsWith(`${name}-`) && file.endsWith('.js')) ?? `no ${name}`;

/** @param whose the part of the page that says it: `view`, `room`. */
function heaviest(whose: string): number {
  const catalogues = assets().filter((file) => file.startsWith(`words-${whose}-`));
  expect(catalogues).toHaveLength(6);
  return Math.max(...catalogues.map(zipped));
}

beforeAll(async () => {
  dist = await ensurePlayerBuilt();
}, 60_000);

describe('the watch page weighs', () => {
  const page = (): string => readFileSync(join(dist, 'index.html'), 'utf8');
  const named = (pattern: RegExp): string[] => [...page().matchAll(pattern)].flatMap(([, file]) => file ?? []);

  const entry = (): string => {
    const [script, ...others] = named(/<script[^>]+src="\/assets\/([^"]+)"/g);
    expect(others).toEqual([]);
    return script ?? 'no script';
  };
  const beside = (core: ReadonlySet<string>, file: string): string[] => [...withImports(file)].filter((name) => !core.has(name));

  it('no more script than its budget: the page with the heaviest language, without hls.js', () => {
    const core = withImports(entry());
    expect([...core].some((file) => file.startsWith('source-hls'))).toBe(false);
    expect(total(core) + heaviest('view')).toBeLessThanOrEqual(budget.script);
  });

  it('no more style than its budget', () => {
    const sheets = named(/<link[^>]+href="\/assets\/([^"]+\.css)"/g);
    expect(sheets).toHaveLength(1);
    expect(total(sheets)).toBeLessThanOrEqual(budget.style);
  });

  it('no more hls.js than its budget, beside what the page has already', () => {
    expect(total(beside(withImports(entry()), chunk('source-hls')))).toBeLessThanOrEqual(budget.hls);
  });

  it('no more for the room than its budget: its script, its styles and its heaviest language, beside what the page has already', () => {
    const core = withImports(entry());
    const script = beside(core, chunk('room'));
    const styles = assets().filter((file) => file.startsWith('room-') && file.endsWith('.css'));
    expect(core.has(chunk('room'))).toBe(false);
    expect(styles).toHaveLength(1);
    expect(total(script) + total(styles) + heaviest('room')).toBeLessThanOrEqual(budget.room);
  });

  it('no more for the event’s own surfaces than their budget, beside what the page has already', () => {
    const core = withImports(entry());
    const script = beside(core, chunk('event'));
    const styles = assets().filter((file) => file.startsWith('event-') && file.endsWith('.css'));
    expect(core.has(chunk('event'))).toBe(false);
    expect(total(script) + total(styles) + heaviest('event')).toBeLessThanOrEqual(budget.event);
  });

  it('nothing from elsewhere, and nothing inline that a strict policy would refuse', () => {
    expect(page()).not.toMatch(/(?:src|href)="(?!\/assets\/|data:)/);
    expect(page()).not.toMatch(/<script(?![^>]+src=)|<style|\son\w+=|style="/);
    const styles = assets().filter((file) => file.endsWith('.css'));
    for (const style of styles) expect(read(style)).not.toMatch(/url\((?!"?\/assets\/)/);
  });
});
