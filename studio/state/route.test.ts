import { describe, expect, it } from 'vitest';
import type { EventId } from '../../core/contracts/room/ids.ts';
import { EVENT_TABS, doorLinkOf, pathOf, PLAIN_SCREENS, type Route, routeOf } from './route.ts';

const event = '0190a2b3-0000-7000-8000-000000000001' as EventId;

describe('where one is', () => {
  it.each([
    ['/studio', { screen: 'events' }],
    ['/studio/', { screen: 'events' }],
    ['/studio/events', { screen: 'events' }],
    ['/studio/?q=+Sommer%20fest+&state=live&month=2026-11', { screen: 'events', search: 'Sommer fest', state: 'live', month: '2026-11' }],
    ['/studio/?q=%20&state=gone&month=2026-13&lang=fa', { screen: 'events' }],
    [`/studio/?q=${'x'.repeat(200)}`, { screen: 'events', search: 'x'.repeat(100) }],
    [`/studio/events/${event}?q=x`, { screen: 'event', event, tab: 'settings' }],
    [`/studio/events/${event}`, { screen: 'event', event, tab: 'settings' }],
    [`/studio/events/${event}/stream/`, { screen: 'event', event, tab: 'stream' }],
    ['/studio/events/nonsense', { screen: 'unknown' }],
    [`/studio/events/${event}/nonsense`, { screen: 'unknown' }],
    [`/studio/events/${event}/stream/more`, { screen: 'unknown' }],
    ['/studio/people', { screen: 'people' }],
    ['/studio/templates', { screen: 'templates' }],
    ['/studio/people/more', { screen: 'unknown' }],
    ['/studio/__proto__', { screen: 'unknown' }],
  ])('%s', (path, route) => {
    expect(routeOf(path)).toEqual(route);
  });

  it('every place has an address that leads to it', () => {
    const places: Route[] = [
      { screen: 'events' },
      { screen: 'events', search: 'نشست & more?', state: 'draft', month: '2026-03' },
      ...PLAIN_SCREENS.map((screen): Route => ({ screen })),
      ...EVENT_TABS.map((tab): Route => ({ screen: 'event', event, tab })),
    ];
    for (const place of places) expect(routeOf(pathOf(place))).toEqual(place);
  });
});

describe('what brings somebody in', () => {
  it.each([
    ['#setup=abc_-.9', { kind: 'setup', token: 'abc_-.9' }],
    ['#invitation=abc', { kind: 'invitation', token: 'abc' }],
    ['#reset=abc', { kind: 'reset', token: 'abc' }],
    ['#setup=', undefined],
    ['#setup=<script>', undefined],
    ['#other=abc', undefined],
    ['', undefined],
  ])('%s', (hash, link) => {
    expect(doorLinkOf(hash)).toEqual(link);
  });
});
