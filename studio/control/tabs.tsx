import type { ComponentChildren, VNode } from 'preact';
import { useId, useRef } from 'preact/hooks';

export interface TabOf<Name extends string> {
  readonly name: Name;
  readonly label: string;
  /** How much waits there. */
  readonly count?: number;
  readonly body: () => ComponentChildren;
}

interface TabsProps<Name extends string> {
  readonly label: string;
  readonly tabs: readonly TabOf<Name>[];
  readonly current: Name;
  readonly onChange: (name: Name) => void;
}

/** Several panes in one place (WAI-ARIA Authoring Practices, tabs): arrows go from one to the next, Tab into the pane. */
export function Tabs<Name extends string>({ label, tabs, current, onChange }: TabsProps<Name>): VNode {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const go = (event: KeyboardEvent): void => {
    const isRtl = document.documentElement.dir === 'rtl';
    const step = { ArrowRight: isRtl ? -1 : 1, ArrowLeft: isRtl ? 1 : -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = tabs.findIndex(({ name }) => name === current);
    const next = tabs[(at + step + tabs.length) % tabs.length];
    if (next === undefined) return;
    onChange(next.name);
    list.current?.querySelector<HTMLElement>(`#${CSS.escape(`${id}-${next.name}`)}`)?.focus();
  };
  return (
    <div class="ctl-tabs">
      <div ref={list} class="ctl-tab-list" role="tablist" aria-label={label} onKeyDown={go}>
        {tabs.map(({ name, label, count = 0 }) => (
          <button
            key={name}
            id={`${id}-${name}`}
            type="button"
            role="tab"
            class="ctl-tab"
            aria-selected={name === current}
            aria-controls={`${id}-panel`}
            tabIndex={name === current ? 0 : -1}
            onClick={() => onChange(name)}
          >
            {label}
            {count > 0 && <span class="ctl-count figures">{count}</span>}
          </button>
        ))}
      </div>
      <div id={`${id}-panel`} class="ctl-tab-panel" role="tabpanel" aria-labelledby={`${id}-${current}`}>
        {tabs.find(({ name }) => name === current)?.body()}
      </div>
    </div>
  );
}
