import type { VNode } from 'preact';
import type { Answer } from '../api/client.ts';
import { useSending } from './form.tsx';
import { FailureNotice } from './notice.tsx';

interface MoreProps<T> {
  readonly label: string;
  readonly work: () => Promise<Answer<T>>;
  readonly onMore: (page: T) => void;
}

/** Fetches the next page of a list: one at a time, and why it could not be had. */
export function More<T>({ label, work, onMore }: MoreProps<T>): VNode {
  const sending = useSending();
  const more = async (): Promise<void> => {
    const page = await sending.send(work);
    if (page !== undefined) onMore(page.value);
  };
  return (
    <>
      <FailureNotice failure={sending.failure.value} />
      <button type="button" class="button" aria-busy={sending.isBusy.value} disabled={sending.isBusy.value} onClick={() => void more()}>
        {label}
      </button>
    </>
  );
}
