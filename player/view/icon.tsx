import type { VNode } from 'preact';
import shapes from 'virtual:icons';
import type { IconName } from './icon-names.ts';

/** An icon: decoration beside a word, never the word itself. */
export function Icon({ name, size = 20 }: { readonly name: IconName; readonly size?: number }): VNode {
  return <Drawing shape={shapes[name]} size={size} />;
}

/** A drawing of the set at its size. @param shape the `d` of its path. */
export function Drawing({ shape, size }: { readonly shape: string | undefined; readonly size: number }): VNode {
  return (
    <svg
      class="icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.75"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={shape} />
    </svg>
  );
}
