import type { VNode } from 'preact';
import { type Phrase, useWords } from '../words/words.ts';

/** What is measured, each figure under its name. */
export function Facts({
  kind,
  of,
}: {
  readonly kind: 'facts' | 'ctl-figures';
  readonly of: readonly (readonly [Phrase, string])[];
}): VNode {
  const words = useWords();
  return (
    <dl class={kind}>
      {of.map(([phrase, value]) => (
        <div key={phrase}>
          <dt>{words.say(phrase)}</dt>
          <dd class="figures" dir="auto">
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
