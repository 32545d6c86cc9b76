import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { RoomClient } from '../room-client.ts';
import { useRoomWords } from '../room-words.ts';

/** Who has not said his name does that first. */
export function NameForm({ client, id }: { readonly client: RoomClient; readonly id: string }): VNode {
  const words = useRoomWords();
  const name = useSignal('');
  const why = useSignal<string | undefined>(undefined);
  const isBusy = useSignal(false);
  const enter = async (): Promise<void> => {
    if (isBusy.value || name.value.trim() === '') return;
    isBusy.value = true;
    const refusal = await client.rename(name.value);
    isBusy.value = false;
    why.value = refusal === null ? words.say('unreachable') : refusal;
  };
  return (
    <form
      class="room-form"
      onSubmit={(event) => {
        event.preventDefault();
        void enter();
      }}
    >
      <label class="room-label" for={id}>
        {words.say('yourName')}
      </label>
      <div class="room-row">
        <input
          id={id}
          class="room-input"
          dir="auto"
          maxLength={120}
          autocomplete="name"
          value={name.value}
          aria-describedby={`${id}-why`}
          aria-invalid={why.value !== undefined}
          onInput={(event) => (name.value = event.currentTarget.value)}
        />
        <button type="submit" class="room-button" disabled={isBusy.value || name.value.trim() === ''}>
          {words.say('enter')}
        </button>
      </div>
      <p
        id={`${id}-why`}
        class={why.value === undefined ? 'room-hint' : 'room-hint is-error'}
        role={why.value === undefined ? undefined : 'alert'}
      >
        {why.value ?? words.say('nameWhy')}
      </p>
    </form>
  );
}
