import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { invitationOf } from '../../state/route.ts';
import { SignInScreen } from './sign-in.tsx';
import { WelcomeScreen } from './welcome.tsx';

/** The way in that the address asks for. A used link leaves the address. */
export function Door(): VNode {
  const invitation = useSignal(invitationOf(location.hash));
  return invitation.value === undefined ? (
    <SignInScreen />
  ) : (
    <WelcomeScreen
      invitation={invitation.value}
      onDone={() => {
        history.replaceState(null, '', location.pathname);
        invitation.value = undefined;
      }}
    />
  );
}
