import type { VNode } from 'preact';

interface SearchFieldProps {
  /** What is found by it; stands in the field while that is empty. */
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
}

/** Where one writes what is looked for. What somebody wrote has its own direction, the label that of the page. */
export function SearchField({ label, value, onInput }: SearchFieldProps): VNode {
  return (
    <input
      class="input"
      type="search"
      dir={value === '' ? undefined : 'auto'}
      maxLength={100}
      aria-label={label}
      placeholder={label}
      value={value}
      onInput={(event) => onInput(event.currentTarget.value)}
    />
  );
}
