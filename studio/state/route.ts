/** Where in the studio one is: the address as a value, and back. Pure. */
import { asEventId, type EventId } from '../../core/contracts/room/ids.ts';

export const EVENT_TABS = ['settings', 'people', 'stream', 'control', 'report'] as const;
/** What there is of one event. */
export type EventTab = (typeof EVENT_TABS)[number];

/** Screens without anything in particular. */
export const PLAIN_SCREENS = ['templates', 'people', 'audit', 'organisation', 'account'] as const;
export type PlainScreen = (typeof PLAIN_SCREENS)[number];

export type Route =
  | { readonly screen: 'events' | PlainScreen | 'unknown' }
  | { readonly screen: 'event'; readonly event: EventId; readonly tab: EventTab };

const ROOT = '/studio/';

/** @param path of the address, as `/studio/events/<id>/settings`. */
export function routeOf(path: string): Route {
  const [first = '', second = '', third = '', ...rest] = path
    .replace(/^\/studio\/?/, '')
    .replace(/\/$/, '')
    .split('/');
  if (rest.length > 0) return { screen: 'unknown' };
  if (first === '' || (first === 'events' && second === '')) return { screen: 'events' };
  const plain = PLAIN_SCREENS.find((screen) => screen === first);
  if (plain !== undefined && second === '') return { screen: plain };
  const event = first === 'events' ? asEventId(second) : undefined;
  const tab = EVENT_TABS.find((one) => one === (third === '' ? 'settings' : third));
  return event === undefined || tab === undefined ? { screen: 'unknown' } : { screen: 'event', event, tab };
}

/** The address of a place. */
export function pathOf(route: Route): string {
  if (route.screen === 'event') return `${ROOT}events/${route.event}/${route.tab}`;
  return route.screen === 'events' || route.screen === 'unknown' ? ROOT : ROOT + route.screen;
}

/** What brings somebody in for the first time, or in again: it stands behind the `#`, where no log sees it. */
export type DoorLink = { readonly kind: 'setup' | 'invitation' | 'reset'; readonly token: string };

/** @param hash of the address, as `#setup=…`. */
export function doorLinkOf(hash: string): DoorLink | undefined {
  const [, kind, token] = /^#(setup|invitation|reset)=([\w.-]{1,100})$/.exec(hash) ?? [];
  return (kind === 'setup' || kind === 'invitation' || kind === 'reset') && token !== undefined ? { kind, token } : undefined;
}
