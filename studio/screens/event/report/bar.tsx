import type { VNode } from 'preact';

/** A share as a bar, for the eye: the number stands beside it. It begins where reading begins. */
export function Bar({ share, look = '' }: { readonly share: number; readonly look?: string }): VNode {
  return (
    <svg class={`bar ${look}`} viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
      <rect width="100" height="1" class="bar-track" />
      <rect width={(share * 100).toFixed(2)} height="1" class="bar-fill" />
    </svg>
  );
}
