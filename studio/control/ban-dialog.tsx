import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { TicketId } from '../../core/contracts/room/ids.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Tick } from '../parts/field.tsx';
import { useWords } from '../words/words.ts';
import { useDesk } from './desk-context.ts';

/** Who is to be sent away. */
export interface Target {
  readonly id: TicketId;
  readonly name: string;
}

/** Asks before somebody is sent away, and whether what he said goes too. */
export function BanDialog({ target, onClose }: { readonly target: Target; readonly onClose: () => void }): VNode {
  const words = useWords();
  const desk = useDesk();
  const erases = useSignal(false);
  return (
    <Dialog title={words.say('ctlBanTitle', { name: target.name })} onClose={onClose}>
      <p>{words.say('ctlBanMore')}</p>
      <Tick label={words.say('ctlBanErase')} isOn={erases.value} onChange={(isOn) => (erases.value = isOn)} />
      <div class="form-end">
        <button type="button" class="button" onClick={onClose}>
          {words.say('cancel')}
        </button>
        <button
          type="button"
          class="button grave"
          onClick={() => {
            onClose();
            void desk.act({ act: 'ban', person: target.id, erase: erases.value }, () => ({ act: 'unban', person: target.id }));
          }}
        >
          {words.say('ctlBan')}
        </button>
      </div>
    </Dialog>
  );
}
