import type { VNode } from 'preact';

/** A drawing of the set at its size: decoration beside a word, never the word itself. @param shape the `d` of its path. */
export function Drawing({ shape, size = 20 }: { readonly shape: string | undefined; readonly size?: number }): VNode {
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
