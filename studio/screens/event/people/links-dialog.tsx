import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { EventAnswer } from '../../../../core/contracts/room/organiser.ts';
import type { TokenDraft } from '../../../api/studio-api.ts';
import { Dialog } from '../../../parts/dialog.tsx';
import { Choice, TextArea } from '../../../parts/field.tsx';
import { Form, useSending } from '../../../parts/form.tsx';
import { guestsOf, MAX_GUESTS } from '../../../state/audience/guest-list.ts';
import { useStudio } from '../../../state/studio.ts';
import { useWords } from '../../../words/words.ts';
import type { MadeLink } from './made-links.tsx';
import { ROOM_ROLE_PHRASES } from './room-roles.ts';

type GuestRole = NonNullable<TokenDraft['people'][number]['role']>;

interface LinksDialogProps {
  readonly event: EventAnswer;
  readonly onClose: () => void;
  readonly onMade: (links: readonly MadeLink[]) => void;
}

/** A list of people is pasted, and says at once what will come of it. */
export function LinksDialog({ event, onClose, onMade }: LinksDialogProps): VNode {
  const words = useWords();
  const { api } = useStudio();
  const sending = useSending();
  // where the audience comes otherwise, links are for guests with a part
  const roles: readonly GuestRole[] = event.access === 'token' ? ['attendee', 'presenter', 'moderator'] : ['presenter', 'moderator'];
  const role = useSignal<GuestRole>(roles[0] ?? 'presenter');
  const text = useSignal('');
  const { guests, repeated, tooLong } = guestsOf(text.value);
  const [firstTooLong] = tooLong;
  const isTooMany = guests.length > MAX_GUESTS;
  const submit = async (): Promise<void> => {
    const done = await sending.send(() =>
      api.createTokens(
        event.id,
        guests.map(({ name }) => ({ name, role: role.value })),
      ),
    );
    if (done === undefined) return;
    onMade(done.value.tokens.map(({ name, link }, index) => ({ name, link, email: guests[index]?.email ?? null })));
  };
  return (
    <Dialog title={words.say('linkMake')} onClose={onClose}>
      <Form
        sending={sending}
        onSubmit={() => void submit()}
        action={words.say('linkMake')}
        isReady={guests.length > 0 && firstTooLong === undefined && !isTooMany}
      >
        <TextArea
          label={words.say('linkList')}
          hint={words.say('linkListHint')}
          rows={8}
          value={text.value}
          error={
            isTooMany ? words.say('linkTooMany') : firstTooLong === undefined ? undefined : words.say('linkTooLong', { name: firstTooLong })
          }
          onInput={(value) => (text.value = value)}
        />
        <Choice
          label={words.say('linkRole')}
          options={roles.map((one) => [one, words.say(ROOM_ROLE_PHRASES[one])] as const)}
          value={role.value}
          onChange={(value) => (role.value = value)}
        />
        <p class="quiet figures" role="status">
          {guests.length > 0 && words.say('linkCount', { n: guests.length })}
          {repeated > 0 && ` · ${words.say('linkRepeated', { n: repeated })}`}
        </p>
      </Form>
    </Dialog>
  );
}
