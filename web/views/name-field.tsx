// A field in which something gets another name: Enter or leaving it takes the new name,
// Esc leaves the old one.

import type { JSX } from 'preact';

interface NameFieldProps {
  readonly label: string;
  readonly name: string;
  readonly onRename: (name: string) => void;
  readonly onDone: () => void;
}

export function NameField({ label, name, onRename, onDone }: NameFieldProps): JSX.Element {
  return (
    <input
      class="name-field mono"
      aria-label={label}
      defaultValue={name}
      spellcheck={false}
      ref={(field) => field?.select()}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' && event.key !== 'Enter') return;
        if (event.key === 'Escape') event.currentTarget.value = name;
        event.preventDefault();
        event.stopPropagation();
        event.currentTarget.blur();
      }}
      onBlur={(event) => {
        onRename(event.currentTarget.value);
        onDone();
      }}
    />
  );
}
