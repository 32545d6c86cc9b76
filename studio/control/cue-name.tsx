import type { VNode } from 'preact';
import type { CueText } from './cue-words.ts';

/** A cue in words: what somebody wrote keeps its own direction. */
export function CueName({ text: { name, detail } }: { readonly text: CueText }): VNode {
  return (
    <span class="ctl-cue-name">
      {name}
      {detail !== '' && (
        <>
          : <bdi>{detail}</bdi>
        </>
      )}
    </span>
  );
}
