import type { ComponentChildren, VNode } from 'preact';
import { useId } from 'preact/hooks';

interface SectionProps {
  readonly title: string;
  readonly more?: string;
  readonly children: ComponentChildren;
}

/** A card with what it is about beside what is done in it. */
export function Section({ title, more, children }: SectionProps): VNode {
  const id = useId();
  return (
    <section class="card section-card" aria-labelledby={id}>
      <div>
        <h2 id={id}>{title}</h2>
        {more !== undefined && <p class="hint">{more}</p>}
      </div>
      <div class="form">{children}</div>
    </section>
  );
}
