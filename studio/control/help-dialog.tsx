import type { VNode } from 'preact';
import { Dialog } from '../parts/dialog.tsx';
import { type Phrase, useWords } from '../words/words.ts';
import { type Command, COMMANDS, KEYS } from './shortcuts.ts';

const PHRASES: Readonly<Record<Command, Phrase>> = {
  next: 'ctlKeyNext',
  previous: 'ctlKeyPrevious',
  approve: 'ctlApprove',
  remove: 'ctlKeyRemove',
  pin: 'ctlPin',
  mute: 'ctlMute',
  ban: 'ctlBan',
  answered: 'ctlAnsweredLive',
  chat: 'ctlChat',
  questions: 'ctlQuestions',
  people: 'ctlPeople',
  cues: 'ctlCues',
  polls: 'ctlPolls',
  backstage: 'ctlBackstage',
  'chat-off': 'ctlKeyChatOff',
  'cue-new': 'ctlCueNew',
  arm: 'ctlKeyArm',
  fire: 'ctlKeyFire',
  undo: 'ctlUndo',
  help: 'ctlHelp',
};

/** Every key there is. */
export function HelpDialog({ onClose }: { readonly onClose: () => void }): VNode {
  const words = useWords();
  return (
    <Dialog title={words.say('ctlHelp')} onClose={onClose}>
      <dl class="ctl-keys">
        {COMMANDS.map((command) => (
          <div key={command}>
            <dt>
              <kbd>{KEYS[command]}</kbd>
            </dt>
            <dd>{words.say(PHRASES[command])}</dd>
          </div>
        ))}
      </dl>
      <p class="hint">{words.say('ctlHoldHint')}</p>
    </Dialog>
  );
}
