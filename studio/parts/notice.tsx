import type { ComponentChildren, VNode } from 'preact';
import type { Failure } from '../api/client.ts';
import { useWords } from '../words/words.ts';
import { Icon } from './icon.tsx';

interface NoticeProps {
  readonly kind: 'ok' | 'info' | 'warn' | 'bad';
  readonly children: ComponentChildren;
}

const SIGNS = { ok: 'circle-check', info: 'info', warn: 'triangle-alert', bad: 'triangle-alert' } as const;

/** A sentence with its sign. What is bad is told at once to whoever cannot see it, the rest when there is a pause. */
export function Notice({ kind, children }: NoticeProps): VNode {
  return (
    <div class={`notice notice-${kind}`} role={kind === 'bad' ? 'alert' : 'status'}>
      <Icon name={SIGNS[kind]} />
      <div>{children}</div>
    </div>
  );
}

/** Why something did not work: the server's sentence, or that nobody answered. */
export function FailureNotice({ failure }: { readonly failure: Failure | undefined }): VNode | null {
  const words = useWords();
  if (failure === undefined) return null;
  return (
    <Notice kind="bad">
      <p>{failure.message === '' ? `${words.say('unreachable')} ${words.say('unreachableMore')}` : failure.message}</p>
      <p class="code">{words.say('errorCode', { code: failure.code })}</p>
    </Notice>
  );
}
