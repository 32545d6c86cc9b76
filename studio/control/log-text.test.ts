import { describe, expect, it } from 'vitest';
import { detailOf } from './log-text.ts';

describe('an entry of the event log', () => {
  it.each([
    { act: 'event.moved', facts: { from: 'scheduled', to: 'live' }, detail: 'stateLive' },
    { act: 'room.rules', facts: { change: { chat: 'off' } }, detail: 'ctlChatOff' },
    { act: 'room.rules', facts: { change: { slowSeconds: 5 } }, detail: undefined },
    { act: 'room.layout', facts: { layout: 'slides' }, detail: 'ctlLayoutSlides' },
    { act: 'plan.fired', facts: { kind: 'banner' }, detail: 'ctlBanner' },
    { act: 'plan.fired', facts: { kind: 'fireworks' }, detail: undefined },
    { act: 'room.ban', facts: { person: 'x' }, detail: undefined },
  ])('$act $facts: $detail', ({ act, facts, detail }) => {
    expect(detailOf({ act, facts })).toBe(detail);
  });
});
