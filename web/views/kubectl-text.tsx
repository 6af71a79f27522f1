// A text of kubectl, sign by sign, with links on what it names: objects of the run, moments. Words of Kubernetes that
// the glossary knows are dotted and say what they mean when the pointer or a screen reader comes to them.

import type { JSX } from 'preact';
import { glossOf } from '../i18n/glossary.ts';
import { selectObject } from '../state/actions.ts';
import { outlining } from '../state/hover.ts';
import { timeline } from '../state/run.ts';
import { selectedId } from '../state/selection.ts';
import { type TextPart, textParts } from '../state/text-parts.ts';
import { goTo } from '../state/view.ts';

export function KubectlText({ text }: { readonly text: string }): JSX.Element {
  const shown = timeline.value;
  const parts = shown === undefined ? [{ text }] : textParts(text, shown, selectedId() ?? '');
  return (
    <pre class="kubectl-text" lang="en">
      {parts.map((part, index) => (
        <Part key={index} part={part} />
      ))}
    </pre>
  );
}

function Part({ part }: { readonly part: TextPart }): JSX.Element {
  const { text, id, at, isTerm } = part;
  if (id !== undefined) {
    return (
      <button type="button" class="text-link" onClick={() => selectObject(id)} {...outlining(id)}>
        {text}
      </button>
    );
  }
  if (at !== undefined) {
    return (
      <button type="button" class="text-link" onClick={() => goTo(at)}>
        {text}
      </button>
    );
  }
  return isTerm === true ? <abbr title={glossOf(text)}>{text}</abbr> : <span>{text}</span>;
}
