import { describe, expect, it } from 'vitest';
import { checkName } from './name.ts';

describe('checkName', () => {
  it.each([
    { raw: '  Ada   Lovelace ', name: 'Ada Lovelace', because: 'single spaces' },
    { raw: 'Łukasz Żółć', name: 'Łukasz Żółć', because: 'letters of every script' },
    { raw: 'نرگس می\u200cآید', name: 'نرگس می\u200cآید', because: 'right to left, with its non-joiner' },
    { raw: 'O’Neill-Śmith 2 🎤', name: 'O’Neill-Śmith 2 🎤', because: 'signs and emoji beside letters' },
    { raw: 'Nguyễn Thị', name: 'Nguyễn Thị', because: 'two marks on a letter are Vietnamese' },
    { raw: 'A\u200bda', name: 'Ada', because: 'what nobody sees is taken out' },
    { raw: 'A\nB', name: 'A B', because: 'a name is one line' },
    { raw: 'x'.repeat(60), name: 'x'.repeat(60), because: 'exactly the limit' },
  ])('takes $raw: $because', ({ raw, name }) => {
    expect(checkName(raw)).toEqual({ ok: true, name });
  });

  it.each([
    { raw: '', code: 'ROOM_NAME_EMPTY', because: 'nothing' },
    { raw: ' \u3164\u200b', code: 'ROOM_NAME_EMPTY', because: 'nothing that can be seen' },
    { raw: '\u202etsoH', code: 'ROOM_NAME_UNREADABLE', because: 'it would be shown as Host' },
    { raw: '\u2067Host', code: 'ROOM_NAME_UNREADABLE', because: 'an isolate left open turns the line' },
    { raw: `A${'\u0301'.repeat(10_000)}`, code: 'ROOM_NAME_UNREADABLE', because: 'ten thousand accents cover the chat' },
    { raw: '★ ✔', code: 'ROOM_NAME_UNREADABLE', because: 'a badge is no name' },
    { raw: '\ue000Ada', code: 'ROOM_NAME_UNREADABLE', because: 'private characters look different to everybody' },
    { raw: 'x'.repeat(61), code: 'ROOM_NAME_TOO_LONG', because: 'one more than the limit' },
  ])('refuses: $because', ({ raw, code }) => {
    expect(checkName(raw)).toMatchObject({ ok: false, code });
  });
});
