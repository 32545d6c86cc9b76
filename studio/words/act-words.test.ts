import { describe, expect, it } from 'vitest';
import { AUDIT_ACTS } from '../../core/contracts/room/audit-acts.ts';
import { LANGUAGES } from '../../core/contracts/room/event.ts';
import { actPhrase } from './act-words.ts';
import { loadWords } from './words.ts';

describe('what was done', () => {
  it.each(LANGUAGES)('%s: every name in the log has words of its own', async (language) => {
    const words = await loadWords(language);
    const said = AUDIT_ACTS.map((act) => words.say(actPhrase({ act, facts: {} })));
    expect(new Set(said).size).toBe(AUDIT_ACTS.length);
    for (const [index, text] of said.entries()) expect(text).not.toContain(AUDIT_ACTS[index]);
    expect(said).not.toContain(words.say('act.other'));
  });

  it('a name that nobody knows here is not told raw', async () => {
    const words = await loadWords('en');
    expect(words.say(actPhrase({ act: 'room.levitate', facts: {} }))).toBe('Something else');
  });

  it.each([
    { act: 'slate.held', facts: { isHeld: false }, phrase: 'act.slate.off' },
    { act: 'slate.held', facts: { isHeld: true }, phrase: 'act.slate.held' },
    { act: 'plan.armed', facts: { isArmed: false }, phrase: 'act.plan.disarmed' },
  ])('$act $facts: $phrase', ({ act, facts, phrase }) => {
    expect(actPhrase({ act, facts })).toBe(phrase);
  });
});
