/** The icons in use: names in lucide. */
export const ICONS = [
  'captions',
  'captions-off',
  'circle-question-mark',
  'circle-check',
  'hourglass',
  'maximize',
  'minimize',
  'pause',
  'picture-in-picture-2',
  'play',
  'rotate-ccw',
  'settings-2',
  'triangle-alert',
  'unplug',
  'volume-1',
  'volume-2',
  'volume-x',
  'sun-moon',
  'x',
  'check',
] as const;

export type IconName = (typeof ICONS)[number];

/** Those of the room beside the picture: fetched with it. */
export const ROOM_ICONS = ['thumbs-up', 'party-popper', 'face-grinning', 'sparkles', 'heart', 'panel-right'] as const;

export type RoomIconName = (typeof ROOM_ICONS)[number];

/** Those of the event's own surfaces: fetched with them. */
export const EVENT_ICONS = ['calendar-plus', 'volume-2', 'star'] as const;

export type EventIconName = (typeof EVENT_ICONS)[number];
