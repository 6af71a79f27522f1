// A text of kubectl, sign by sign, with links on what it names: objects of the run, moments. Words of Kubernetes that
// the glossary knows are dotted and say what they mean when the pointer or a screen reader comes to them.

import type { JSX } from 'preact';
import { glossOf } from '../i18n/glossary.ts';
import { t } from '../i18n/i18n.ts';
import type { LineSetter } from '../protocol.ts';
import { selectObject } from '../state/actions.ts';
import { isDetailsTab } from '../state/details-tab.ts';
import { outlining } from '../state/hover.ts';
import { isDockOpen } from '../state/preferences.ts';
import { timeline } from '../state/run.ts';
import { selectedId } from '../state/selection.ts';
import { filterTable } from '../state/table.ts';
import { type TextPart, textParts, visibleText } from '../state/text-parts.ts';
import { goTo } from '../state/view.ts';
import { readout } from '../timeline/ticks.ts';

interface KubectlTextProps {
  readonly text: string;
  /** Of each line, who set it. */
  readonly setters?: readonly (LineSetter | undefined)[];
}

export function KubectlText({ text, setters = [] }: KubectlTextProps): JSX.Element {
  if (setters.length > 0) return <SetText text={text} setters={setters} />;
  return (
    <pre class="kubectl-text" lang="en">
      <Parts text={text} />
    </pre>
  );
}

/** Behind the first of several lines that one write set stands whose it was, and when; a click goes there. */
function SetText({ text, setters }: Required<KubectlTextProps>): JSX.Element {
  return (
    <pre class="kubectl-text" lang="en">
      {text.split('\n').map((line, index) => {
        const setter = setters[index];
        const before = setters.slice(0, index).findLast((each) => each !== undefined);
        return (
          <div key={index} class="set-line">
            <span>
              <Parts text={line} />
            </span>
            {setter === undefined || setter.seq === before?.seq ? null : (
              <button type="button" class="line-setter" onClick={() => goTo(setter.at)}>
                {setter.actor} · {readout(setter.at)}
              </button>
            )}
          </div>
        );
      })}
    </pre>
  );
}

function Parts({ text: raw }: { readonly text: string }): JSX.Element {
  const text = visibleText(raw);
  const shown = timeline.value;
  const parts = shown === undefined ? [{ text }] : textParts(text, shown, selectedId() ?? '');
  return (
    <>
      {parts.map((part, index) => (
        <Part key={index} part={part} />
      ))}
    </>
  );
}

function Part({ part }: { readonly part: TextPart }): JSX.Element {
  const { text, id, at, isTerm, isLabel } = part;
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
  if (isLabel === true) {
    return (
      <button type="button" class="text-link" title={t('dock.byLabel')} onClick={() => showLabelled(text)}>
        {text}
      </button>
    );
  }
  return isTerm === true ? <abbr title={glossOf(text)}>{text}</abbr> : <span>{text}</span>;
}

/** The table with only what has the labels. */
function showLabelled(labels: string): void {
  filterTable(labels);
  isDetailsTab.value = false;
  isDockOpen.value = true;
}
