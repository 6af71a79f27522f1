// What would make a pod fit: each change in a sentence, with what came of asking the filters again. What is not enough
// alone is shown too.

import type { JSX } from 'preact';
import { micros } from '../../src/base/time.ts';
import type { MessageKey } from '../i18n/en.ts';
import { t } from '../i18n/i18n.ts';
import type { FitEdit } from '../protocol.ts';
import { branchOff } from '../state/branches.ts';
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
              <span class="fit-result">{resultOf(edit)}</span>
            </span>
            {edit.isEnough ? null : <span class="tip-muted">{t('why.notEnough')}</span>}
            {edit.isEnough && edit.command !== undefined ? <TryButton command={edit.command} /> : null}
          </li>
        ))}
      </ol>
    </>
  );
}

/** Makes the change at the cursor, in a branch. */
function TryButton({ command }: { readonly command: string }): JSX.Element {
  return (
    <button
      type="button"
      class="button"
      title={command}
      onClick={() => void branchOff({ at: micros(cursor.value), do: command })}
    >
      {t('act.try')}
    </button>
  );
}

function resultOf({ what, values, isEnough }: FitEdit): string {
  if (!isEnough) return t('fit.nowhere');
  return t(what === 'node' ? 'fit.atOnce' : 'fit.then', values);
}
