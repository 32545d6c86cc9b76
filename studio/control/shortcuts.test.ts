import { describe, expect, it } from 'vitest';
import { commandOf, COMMANDS, KEYS, type Pressed } from './shortcuts.ts';

const ALONE: Pressed = { key: 'a', hasModifier: false, isInField: false, isInDialog: false };

describe('the keys of the control room', () => {
  it('each command has one of its own', () => {
    expect(new Set(Object.values(KEYS)).size).toBe(COMMANDS.length);
    expect(COMMANDS.map((command) => commandOf({ ...ALONE, key: KEYS[command] }))).toEqual([...COMMANDS]);
  });

  it.each([
    { pressed: { key: 'A' }, command: 'approve', because: 'the shift lock is on' },
    { pressed: { isInField: true }, command: undefined, because: 'somebody writes' },
    { pressed: { isInDialog: true }, command: undefined, because: 'a dialog has the keyboard' },
    { pressed: { hasModifier: true }, command: undefined, because: 'that is the browser’s' },
    { pressed: { key: 'Enter' }, command: undefined, because: 'it presses what has the focus' },
  ])('$command, $because', ({ pressed, command }) => {
    expect(commandOf({ ...ALONE, ...pressed })).toBe(command);
  });
});
