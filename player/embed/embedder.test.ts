import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import type { PageState } from '../state/page-state.ts';
import { type EmbedMessage, tellEmbedder } from './embedder.ts';
import { embedderOf } from './embedder-origin.ts';

function page() {
  const state = signal<PageState>({ kind: 'loading' });
  const facts = {
    mode: signal<'none' | 'live' | 'recording'>('none'),
    pictured: signal(false),
    paused: signal(true),
    finished: signal(false),
  };
  const posted: EmbedMessage[] = [];
  const stop = tellEmbedder({ state, engine: { facts } }, (message) => posted.push(message));
  return { state, facts, stop, said: () => posted.splice(0).map((message) => ('state' in message ? message.state : message.plenary)) };
}

describe('the page around ours is told', () => {
  it('of an event from the waiting room to its replay, each thing once', () => {
    const { state, facts, said } = page();
    expect(said()).toEqual([]);
    state.value = { kind: 'waiting' };
    state.value = { kind: 'waiting' };
    expect(said()).toEqual(['waiting']);
    state.value = { kind: 'live' };
    facts.mode.value = 'live';
    facts.paused.value = false;
    expect(said()).toEqual(['live']);
    facts.pictured.value = true;
    expect(said()).toEqual(['play']);
    state.value = { kind: 'slate', sinceMs: 1 };
    state.value = { kind: 'slate', sinceMs: 2 };
    state.value = { kind: 'trouble', fault: 'origin-unreachable' };
    state.value = { kind: 'slate', sinceMs: 2 };
    state.value = { kind: 'live' };
    expect(said()).toEqual(['slate', 'live']);
    facts.paused.value = true;
    facts.paused.value = false;
    expect(said()).toEqual(['pause', 'play']);
    facts.finished.value = true;
    state.value = { kind: 'ended' };
    expect(said()).toEqual(['pause', 'ended']);
    facts.mode.value = 'recording';
    facts.finished.value = false;
    expect(said().sort()).toEqual(['play', 'replay']);
  });

  it('nothing of who waits outside, nor after that is over', () => {
    const { state, said, stop } = page();
    state.value = { kind: 'outside' };
    expect(said()).toEqual([]);
    stop();
    state.value = { kind: 'live' };
    expect(said()).toEqual([]);
  });

  it('a rewind in what is on air is no replay', () => {
    const { state, facts, said } = page();
    state.value = { kind: 'live' };
    facts.mode.value = 'recording';
    expect(said()).toEqual(['live']);
  });
});

describe('the origin that is told', () => {
  it.each([
    { ancestors: ['https://www.example.org', 'https://top.example'], referrer: 'https://live.test/', origin: 'https://www.example.org' },
    { ancestors: undefined, referrer: 'https://www.example.org/', origin: 'https://www.example.org' },
    { ancestors: undefined, referrer: '', origin: undefined },
    { ancestors: ['null'], referrer: 'https://www.example.org/', origin: undefined },
    { ancestors: undefined, referrer: 'about:srcdoc', origin: undefined },
  ])('is $origin by $ancestors and $referrer', ({ ancestors, referrer, origin }) => {
    expect(embedderOf(ancestors, referrer)).toBe(origin);
  });
});
