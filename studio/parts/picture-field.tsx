import { useSignal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { MAX_PICTURE_BYTES, type PictureUse } from '../../core/contracts/room/limits.ts';
import { useStudio } from '../state/studio.ts';
import { useWords } from '../words/words.ts';
import { useSending } from './form.tsx';
import { Icon } from './icon.tsx';
import { FailureNotice, Notice } from './notice.tsx';

interface PictureFieldProps {
  readonly label: string;
  readonly use: PictureUse;
  /** Its path on this site; null: there is none. */
  readonly value: string | null;
  readonly onChange: (path: string | null) => void;
  /** Where there is none. */
  readonly none: string;
  /** The picture as viewers will see it. */
  readonly children: ComponentChildren;
}

/** A picture: chosen or dropped, sent at once, seen as viewers will see it. What is refused is said, and what was there stays. */
export function PictureField({ label, use, value, onChange, none, children }: PictureFieldProps): VNode {
  const id = useId();
  const words = useWords();
  const { api } = useStudio();
  const sending = useSending();
  const input = useRef<HTMLInputElement>(null);
  const tooLarge = useSignal<number | undefined>(undefined);
  const isOver = useSignal(false);
  const isTaken = useSignal(false);
  const most = MAX_PICTURE_BYTES[use];
  const kilobytes = most / 1_024;
  const send = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    isTaken.value = false;
    tooLarge.value = file.size > most ? Math.ceil(file.size / 1_024) : undefined;
    if (tooLarge.value !== undefined) return;
    const sent = await sending.send(() => api.addPicture(file, use));
    if (sent === undefined) return;
    isTaken.value = true;
    onChange(sent.value.path);
  };
  return (
    <div
      class={isOver.value ? 'field drop drop-over' : 'field drop'}
      role="group"
      aria-labelledby={`${id}-label`}
      onDragOver={(event) => {
        event.preventDefault();
        isOver.value = true;
      }}
      onDragLeave={() => (isOver.value = false)}
      onDrop={(event) => {
        event.preventDefault();
        isOver.value = false;
        void send(event.dataTransfer?.files[0]);
      }}
    >
      <span class="legend" id={`${id}-label`}>
        {label}
      </span>
      {value === null ? <p class="quiet">{none}</p> : children}
      <div class="drop-tools">
        <button
          type="button"
          class="button"
          aria-busy={sending.isBusy.value}
          aria-describedby={`${id}-hint`}
          disabled={sending.isBusy.value}
          onClick={() => input.current?.click()}
        >
          <Icon name="image" />
          {words.say(sending.isBusy.value ? 'pictureSending' : value === null ? 'pictureChoose' : 'pictureReplace')}
        </button>
        {value !== null && (
          <button
            type="button"
            class="button"
            onClick={() => {
              isTaken.value = false;
              onChange(null);
            }}
          >
            <Icon name="trash" />
            {words.say('pictureRemove')}
          </button>
        )}
      </div>
      {/* the button above stands for it: this one looks different in every browser */}
      <input
        ref={input}
        type="file"
        hidden
        accept="image/png,image/jpeg,image/webp"
        aria-label={label}
        onChange={(event) => {
          const { files } = event.currentTarget;
          void send(files?.[0]);
          // the same file again is another try
          event.currentTarget.value = '';
        }}
      />
      <p class="hint" id={`${id}-hint`}>
        {words.say('pictureDrop', { kilobytes })}
      </p>
      {tooLarge.value !== undefined && <Notice kind="bad">{words.say('pictureTooLarge', { size: tooLarge.value, kilobytes })}</Notice>}
      <FailureNotice failure={sending.failure.value} />
      <span class="unseen" role="status">
        {isTaken.value ? words.say('pictureTaken') : ''}
      </span>
    </div>
  );
}
