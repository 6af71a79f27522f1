// What would make a pod fit: each change in a sentence, with what came of asking the filters again. What is not enough
// alone is shown too.

import type { JSX } from 'preact';
import { MICROS_PER_SECOND, micros } from '../../src/base/time.ts';
import type { FitEdit } from '../decision-protocol.ts';
import type { MessageKey } from '../i18n/en.ts';
import { listText, t } from '../i18n/i18n.ts';
import { branchOffAll } from '../state/branches.ts';
import { cursor } from '../state/view.ts';
import { RichText } from './rich-text.tsx';

const TITLES: { readonly [what in FitEdit['what']]: MessageKey } = {
  request: 'fit.request',
  node: 'fit.node',
  free: 'fit.free',
  selector: 'fit.selector',
  toleration: 'fit.toleration',
  label: 'fit.label',
  uncordon: 'fit.uncordon',
  drop: 'fit.drop',
  evict: 'fit.evict',
};

export function FitEdits({ edits }: { readonly edits: readonly FitEdit[] }): JSX.Element {
  return (
    <>
      <h3 class="section-head">{t('why.fit')}</h3>
      <ol class="fit-edits">
        {edits.map((edit) => (
          <li key={`${edit.what} ${Object.values(edit.values).join()}`}>
            <span>
              <RichText message={t(TITLES[edit.what], edit.values)} />
              <span class="fit-result">
                <RichText message={resultOf(edit)} />
              </span>
            </span>
            {edit.isEnough ? null : <span class="tip-muted">{t('why.notEnough')}</span>}
            {edit.isEnough && edit.commands.length > 0 ? <TryButton commands={edit.commands} /> : null}
          </li>
        ))}
      </ol>
    </>
  );
}

/** Makes the change at the cursor, in a branch. */
function TryButton({ commands }: Pick<FitEdit, 'commands'>): JSX.Element {
  const acts = commands.map(({ line, afterSeconds }) => {
    return { at: micros(cursor.value + afterSeconds * MICROS_PER_SECOND), do: line };
  });
  return (
    <button
      type="button"
      class="button"
      title={commands.map(({ line }) => line).join('\n')}
      onClick={() => void branchOffAll(acts)}
    >
      {t('act.try')}
    </button>
  );
}

function resultOf({ what, values, isEnough, leavers = [] }: FitEdit): string {
  if (!isEnough) return values.reason === '' ? t('fit.nowhere') : t('fit.stillNo', values);
  if (what === 'node') return t('fit.atOnce', { like: likeText(values) });
  if (what !== 'free') return t('fit.then', values);
  const pods = leavers.map(({ pod, amount }) => `${pod.slice(pod.indexOf('/') + 1)} (${amount})`);
  return t('fit.without', { pods: listText(pods, 'list.comma') });
}

/** What a node is like: its zone, its own labels, its size. */
function likeText({ zone = '', labels = '', cpu = '' }: FitEdit['values']): string {
  const parts = [zone === '' ? '' : t('fit.zone', { zone }), labels, `${cpu} CPU`];
  return parts.filter((part) => part !== '').join(', ');
}
