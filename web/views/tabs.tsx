// A row of tabs: one stop for the Tab key, arrows move among them. The drawer and the dock each
// have one.

import type { JSX } from 'preact';

interface TabsProps<Id extends string> {
  readonly names: readonly { readonly id: Id; readonly label: string; readonly note?: string }[];
  readonly chosen: Id | undefined;
  readonly label: string;
  readonly onChoose: (id: Id) => void;
}

export function Tabs<Id extends string>({ names, chosen, label, onChoose }: TabsProps<Id>): JSX.Element {
  const onKeyDown = (event: KeyboardEvent): void => {
    const direction = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (direction === 0 || !(event.currentTarget instanceof HTMLElement)) return;
    const at = names.findIndex((name) => name.id === chosen);
    const next = (at + direction + names.length) % names.length;
    const name = names[next];
    if (name === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onChoose(name.id);
    event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')[next]?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={label} onKeyDown={onKeyDown}>
      {names.map((name) => (
        <button
          key={name.id}
          type="button"
          role="tab"
          class="tab"
          aria-selected={name.id === chosen}
          tabIndex={name.id === chosen || chosen === undefined ? 0 : -1}
          onClick={() => onChoose(name.id)}
        >
          {name.label}
          {name.note === undefined ? null : <span class="tab-note"> {name.note}</span>}
        </button>
      ))}
    </div>
  );
}
