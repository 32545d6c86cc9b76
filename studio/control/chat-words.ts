import type { ChatMode } from '../../core/contracts/room/entries.ts';
import type { Phrase } from '../words/words.ts';

/** Who may write, in words. */
export const MODE_PHRASES: Readonly<Record<ChatMode, Phrase>> = {
  off: 'ctlChatOff',
  hosts: 'ctlChatHosts',
  everyone: 'ctlChatEveryone',
  approve: 'ctlChatApprove',
};
