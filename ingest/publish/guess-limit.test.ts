import { expect, it } from 'vitest';
import { GuessLimit } from './guess-limit.ts';

it('ten wrong keys in a minute are enough, for one network', () => {
  const guesses = new GuessLimit();
  for (let guess = 0; guess < 10; guess++) {
    expect(guesses.isOver('192.0.2.1', guess * 1_000)).toBe(false);
    guesses.note('192.0.2.1', guess * 1_000);
  }
  expect(guesses.isOver('192.0.2.1', 10_000)).toBe(true);
  expect(guesses.isOver('192.0.2.2', 10_000)).toBe(false);
  expect(guesses.isOver('192.0.2.1', 59_999)).toBe(true);
  expect(guesses.isOver('192.0.2.1', 60_000)).toBe(false);
});

it('who goes on guessing stays out', () => {
  const guesses = new GuessLimit();
  for (let nowMs = 0; nowMs < 300_000; nowMs += 1_000) guesses.note('192.0.2.1', nowMs);
  expect(guesses.isOver('192.0.2.1', 300_000)).toBe(true);
});

it('remembers a bounded number of networks, and forgets first who guessed least recently', () => {
  const guesses = new GuessLimit();
  for (let guess = 0; guess < 10; guess++) guesses.note('early', 0);
  for (let guess = 0; guess < 10; guess++) guesses.note('busy', 0);
  for (let other = 0; other < 9_998; other++) guesses.note(`10.0.${other >> 8}.${other & 255}`, 1);
  guesses.note('busy', 2);
  guesses.note('one more', 3);
  expect(guesses.isOver('busy', 3)).toBe(true);
  expect(guesses.isOver('early', 3)).toBe(false);
});
