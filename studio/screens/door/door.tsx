import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { doorLinkOf } from '../../state/route.ts';
import { ResetScreen } from './reset.tsx';
import { SignInScreen } from './sign-in.tsx';
import { WelcomeScreen } from './welcome.tsx';

/** The way in that the address asks for. A used link leaves the address. */
export function Door(): VNode {
  const link = useSignal(doorLinkOf(location.hash));
  const wasReset = useSignal(false);
  const onDone = (): void => {
    history.replaceState(null, '', location.pathname);
    wasReset.value = link.value?.kind === 'reset';
    link.value = undefined;
  };
  if (link.value === undefined) return <SignInScreen wasReset={wasReset.value} />;
  if (link.value.kind === 'reset') return <ResetScreen token={link.value.token} onDone={onDone} />;
  return <WelcomeScreen invitation={link.value} onDone={onDone} />;
}
