import type { ComponentChildren, VNode } from 'preact';
import { pathOf, type Route } from '../state/route.ts';
import { useStudio } from '../state/studio.ts';

interface LinkProps {
  readonly to: Route;
  readonly class?: string;
  readonly isCurrent?: boolean;
  readonly children: ComponentChildren;
}

/** Leads to another place of the studio without loading the page again; with Ctrl or the middle button it opens beside this one as any link does. */
export function Link({ to, class: name, isCurrent = false, children }: LinkProps): VNode {
  const studio = useStudio();
  return (
    <a
      class={name}
      href={pathOf(to)}
      aria-current={isCurrent ? 'page' : undefined}
      onClick={(event) => {
        if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        studio.go(to);
      }}
    >
      {children}
    </a>
  );
}
