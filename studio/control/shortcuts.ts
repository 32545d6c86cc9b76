/** Every key of the control room. Pure. */

export const COMMANDS = [
  ...(['next', 'previous', 'approve', 'remove', 'pin', 'mute', 'ban', 'answered'] as const),
  ...(['chat', 'questions', 'people', 'cues', 'polls', 'backstage', 'chat-off'] as const),
  ...(['cue-new', 'arm', 'fire', 'undo', 'help'] as const),
] as const;
export type Command = (typeof COMMANDS)[number];

/** As they are told under `?`. */
export const KEYS: Readonly<Record<Command, string>> = {
  ...{ next: 'j', previous: 'k', approve: 'a', remove: 'd', pin: 'p', mute: 'm', ban: 'b', answered: 'l' },
  ...{ chat: '1', questions: '2', people: '3', cues: '4', polls: '5', backstage: '6', 'chat-off': 'o' },
  ...{ 'cue-new': 'n', arm: 'r', fire: 'f', undo: 'u', help: '?' },
};

export interface Pressed {
  readonly key: string;
  readonly hasModifier: boolean;
  /** A text is being written, a list chosen from: the keys are its. */
  readonly isInField: boolean;
  /** A dialog has the keyboard. */
  readonly isInDialog: boolean;
}

/** @returns what a key means; undefined: nothing here. */
export function commandOf({ key, hasModifier, isInField, isInDialog }: Pressed): Command | undefined {
  if (hasModifier || isInField || isInDialog) return undefined;
  const pressed = key.length === 1 ? key.toLowerCase() : key;
  return COMMANDS.find((command) => KEYS[command] === pressed);
}
