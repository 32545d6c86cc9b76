import type { ComponentChildren, VNode } from 'preact';

/** One card in the middle. */
export function DoorCard({
  title,
  more,
  children,
}: {
  readonly title: string;
  readonly more?: string;
  readonly children: ComponentChildren;
}): VNode {
  return (
    <main class="door">
      <div class="card">
        <h1>{title}</h1>
        {more !== undefined && <p class="quiet">{more}</p>}
        {children}
      </div>
    </main>
  );
}
