// The status bar: how much was simulated and what it took, on which version, and whether a second run gave the same
// bytes.

import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { count, t } from '../i18n/i18n.ts';
import type { SourceFile } from '../protocol.ts';
import { isFidelityOpen } from '../state/commands.ts';
import { draft, mainFile } from '../state/editor.ts';
import { editShown } from '../state/own-files.ts';
import { digest, run, verified } from '../state/run.ts';
import { wholeSeconds } from '../state/words.ts';
import { Glyph } from './glyphs.tsx';
import { problemCounts } from './problem-counts.ts';

export function StatusBar(): JSX.Element {
  const shown = run.value;
  if (draft.value !== undefined) return <EditedBar files={draft.value.files} />;
  if (shown === undefined) return <footer class="status-bar" />;
  const { timeline, warnings, tookMillis, version } = shown;
  return (
    <footer class="status-bar">
      <b>{t('status.simulated', { d: wholeSeconds(timeline.until) })}</b>
      <span>{t('status.rows', { n: count(timeline.rows) })}</span>
      <span class="status-more">{t('status.took', { d: tookText(tookMillis) })}</span>
      {warnings.length === 0 ? null : (
        <button type="button" class="status-button" title={t('edit.open')} onClick={() => void editShown()}>
          <Glyph name="warning" size={13} />{' '}
          {t(warnings.length === 1 ? 'status.warning' : 'status.warnings', { n: count(warnings.length) })}
        </button>
      )}
      <span class="status-gap" />
      <button type="button" class="status-button" title={t('fidelity.title')} onClick={toggleFidelity}>
        {t('status.version')}
      </button>
      <span class="status-more" lang="en">
        orrery {version}
      </span>
      <Digest />
      {shown.stopped === undefined ? <Verified /> : <b>{t('status.stopped')}</b>}
    </footer>
  );
}

/** While files are edited: what is wrong with them, not the run behind. */
function EditedBar({ files }: { readonly files: readonly SourceFile[] }): JSX.Element {
  const { errors, warnings } = problemCounts();
  return (
    <footer class="status-bar">
      {errors === '' ? null : <b class="status-different">{errors}</b>}
      {warnings === '' ? null : <span>{warnings}</span>}
      <span>{t('edit.same', { cmd: `orrery validate ${mainFile(files)}` })}</span>
      <span class="status-gap" />
      <button type="button" class="status-button" title={t('fidelity.title')} onClick={toggleFidelity}>
        {t('status.version')}
      </button>
    </footer>
  );
}

function toggleFidelity(): void {
  isFidelityOpen.value = !isFidelityOpen.value;
}

function tookText(millis: number): string {
  return millis < 1_000 ? `${Math.max(Math.round(millis), 1)} ms` : `${(millis / 1_000).toFixed(1)} s`;
}

function Digest(): JSX.Element | null {
  const isCopied = useSignal(false);
  const text = digest.value;
  if (text === '') return null;
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    isCopied.value = true;
  };
  return (
    <button type="button" class="status-digest" title={`${t('app.copy')}: ${text}`} onClick={() => void copy()}>
      {isCopied.value ? t('app.copied') : `digest ${text.slice(0, 6)}…${text.slice(-4)}`}
    </button>
  );
}

function Verified(): JSX.Element | null {
  switch (verified.value) {
    case undefined:
      return null;
    case 'checking':
      return <span>{t('status.checking')}</span>;
    case 'same':
      return (
        <span>
          {t('status.same')} <Glyph name="check" size={12} />
        </span>
      );
    case 'different':
      return <b class="status-different">{t('status.different')}</b>;
  }
}
