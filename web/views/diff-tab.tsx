// The versions of an object, each with who wrote
// it, and what the chosen one changed.

import type { JSX } from 'preact';
import { t } from '../i18n/i18n.ts';
import type { Revision } from '../protocol.ts';
import { baseRevision, diff, diffSeq, revisions, shownRevision } from '../state/answers.ts';
import { visibleText } from '../state/text-parts.ts';
import { goTo } from '../state/view.ts';
import { readout } from '../timeline/ticks.ts';
import { Glyph } from './glyphs.tsx';

export function DiffTab(): JSX.Element {
  const all = revisions.value;
  const index = all.findIndex(({ seq }) => seq === diffSeq.value);
  const chosen = all[index];
  if (chosen === undefined) return <p class="why-note">{t('diff.none')}</p>;
  const base = all.find(({ seq }) => seq === baseRevision.value);
  return (
    <section class="diff">
      <div class="diff-walk">
        <StepButton to={all[index - 1]} glyph="back" label={t('diff.before')} />
        <VersionPicker
          label={t('diff.versions')}
          text={t('diff.version', { n: index + 1, all: all.length })}
          chosen={chosen.seq}
          onChoose={show}
        />
        <StepButton to={all[index + 1]} glyph="on" label={t('diff.after')} />
      </div>
      <p class="chain-facts" lang="en">
        <span class="mono">t={readout(chosen.at)}</span> · {chosen.actor} · {chosen.verb}
      </p>
      <VersionPicker
        label={t('diff.base')}
        text={base === undefined ? t('diff.fromBefore') : t('diff.from', { n: all.indexOf(base) + 1 })}
        chosen={base?.seq ?? all[index - 1]?.seq}
        onChoose={(revision) => {
          baseRevision.value = revision?.seq;
        }}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key */}
      <pre class="kubectl-text diff-lines" lang="en" tabIndex={0}>
        {(diff.value ?? []).map(({ sign, text }, line) => (
          <span key={line} class={`diff-line diff-${SIGN_CLASSES[sign]}`}>
            {`${sign} ${visibleText(text)}\n`}
          </span>
        ))}
      </pre>
    </section>
  );
}

interface VersionPickerProps {
  readonly label: string;
  readonly text: string;
  readonly chosen: number | undefined;
  readonly onChoose: (revision: Revision | undefined) => void;
}

function VersionPicker({ label, text, chosen, onChoose }: VersionPickerProps): JSX.Element {
  const all = revisions.value;
  return (
    <label class="picker">
      <span aria-hidden="true">{text}</span>
      <Glyph name="chevronDown" size={12} />
      <select
        class="picker-cover"
        aria-label={label}
        value={chosen}
        onChange={(event) => onChoose(all.find(({ seq }) => seq === Number(event.currentTarget.value)))}
      >
        {all.map((revision) => (
          <option key={revision.seq} value={revision.seq}>
            {`t=${readout(revision.at)} · ${revision.actor} · ${revision.verb}`}
          </option>
        ))}
      </select>
    </label>
  );
}

const SIGN_CLASSES = { ' ': 'same', '+': 'added', '-': 'removed', '⋯': 'folded' } as const;

function show(revision: Revision | undefined): void {
  if (revision === undefined) return;
  shownRevision.value = revision.seq;
  goTo(revision.at);
}

interface StepButtonProps {
  readonly to: Revision | undefined;
  readonly glyph: 'back' | 'on';
  readonly label: string;
}

function StepButton({ to, glyph, label }: StepButtonProps): JSX.Element {
  return (
    <button type="button" class="icon-button" title={label} disabled={to === undefined} onClick={() => show(to)}>
      <Glyph name={glyph} />
    </button>
  );
}
