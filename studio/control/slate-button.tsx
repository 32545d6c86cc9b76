import type { VNode } from 'preact';
import { Icon } from '../parts/icon.tsx';
import { useWords } from '../words/words.ts';
import { useDesk } from './desk-context.ts';
import { HoldButton } from './hold-button.tsx';

/** Our own picture before everybody, whoever sends; and off again. */
export function SlateButton(): VNode {
  const words = useWords();
  const desk = useDesk();
  const { viewers } = desk.link.feed.value;
  return desk.isSlateHeld.value ? (
    <button type="button" class="button primary" onClick={() => void desk.holdSlate(false)}>
      <Icon name="monitor-play" size={16} />
      {words.say('ctlSlateOff')}
    </button>
  ) : (
    <HoldButton
      look="plain"
      icon="image"
      label={words.say('ctlSlate')}
      what={<p>{words.say('ctlSlateWhat', { n: viewers })}</p>}
      onDone={() => void desk.holdSlate(true)}
    />
  );
}
