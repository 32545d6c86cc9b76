/** Where in the studio one is: the address as a value, and back. Pure. */
import { EVENT_STATES, type EventState } from '../../core/contracts/room/entries.ts';
import { asEventId, type EventId } from '../../core/contracts/room/ids.ts';
import type { Month } from './event/month.ts';

export const EVENT_TABS = ['settings', 'people', 'stream', 'control', 'report'] as const;
/** What there is of one event. */
export type EventTab = (typeof EVENT_TABS)[number];

/** Screens without anything in particular. */
export const PLAIN_SCREENS = ['templates', 'people', 'audit', 'organisation', 'account'] as const;
export type PlainScreen = (typeof PLAIN_SCREENS)[number];

/** The events, or those of them that are looked for. */
export interface EventsRoute {
  readonly screen: 'events';
  /** Words of a title or a name in links. */
  readonly search?: string;
  readonly state?: EventState;
  /** It is shown in a calendar; without one they are a list. */
  readonly month?: Month;
}

export type Route =
  | EventsRoute
  | { readonly screen: PlainScreen | 'unknown' }
  | { readonly screen: 'event'; readonly event: EventId; readonly tab: EventTab };

const ROOT = '/studio/';
/** Letters that the server takes. */
const MAX_SEARCH = 100;

/** @param address its path and its query, as `/studio/events/<id>/settings` or `/studio/?state=live`. */
export function routeOf(address: string): Route {
  const [path = '', query = ''] = address.split('?', 2);
  const [first = '', second = '', third = '', ...rest] = path
    .replace(/^\/studio\/?/, '')
    .replace(/\/$/, '')
    .split('/');
  if (rest.length > 0) return { screen: 'unknown' };
  if (first === '' || (first === 'events' && second === '')) return eventsOf(new URLSearchParams(query));
  const plain = PLAIN_SCREENS.find((screen) => screen === first);
  if (plain !== undefined && second === '') return { screen: plain };
  const event = first === 'events' ? asEventId(second) : undefined;
  const tab = EVENT_TABS.find((one) => one === (third === '' ? 'settings' : third));
  return event === undefined || tab === undefined ? { screen: 'unknown' } : { screen: 'event', event, tab };
}

function eventsOf(query: URLSearchParams): EventsRoute {
  const month = query.get('month') ?? '';
  return eventsRoute({
    search: query.get('q')?.slice(0, MAX_SEARCH),
    state: EVENT_STATES.find((one) => one === query.get('state')),
    month: /^\d{4}-(?:0[1-9]|1[0-2])$/.test(month) ? month : undefined,
  });
}

/** The events that are looked for by what is given of it. */
export function eventsRoute({
  search = '',
  state,
  month,
}: {
  readonly [name in keyof Omit<EventsRoute, 'screen'>]: EventsRoute[name] | undefined;
}): EventsRoute {
  const words = search.trim();
  return {
    screen: 'events',
    ...(words === '' ? {} : { search: words }),
    ...(state === undefined ? {} : { state }),
    ...(month === undefined ? {} : { month }),
  };
}

/** The address of a place. */
export function pathOf(route: Route): string {
  if (route.screen === 'event') return `${ROOT}events/${route.event}/${route.tab}`;
  if (route.screen !== 'events') return route.screen === 'unknown' ? ROOT : ROOT + route.screen;
  const { search, state, month } = route;
  const query = new URLSearchParams(
    Object.entries({ q: search, state, month }).filter((one): one is [string, string] => one[1] !== undefined),
  );
  return query.size === 0 ? ROOT : `${ROOT}?${query.toString()}`;
}

/** What brings somebody in for the first time, or in again: it stands behind the `#`, where no log sees it. */
export type DoorLink = { readonly kind: 'setup' | 'invitation' | 'reset'; readonly token: string };

/** @param hash of the address, as `#setup=…`. */
export function doorLinkOf(hash: string): DoorLink | undefined {
  const [, kind, token] = /^#(setup|invitation|reset)=([\w.-]{1,100})$/.exec(hash) ?? [];
  return (kind === 'setup' || kind === 'invitation' || kind === 'reset') && token !== undefined ? { kind, token } : undefined;
}
