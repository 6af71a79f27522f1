// How many errors and warnings the files under the editor have, in words: for the title of their list and for the
// status bar.

import { t } from '../i18n/i18n.ts';
import { errorCount, problems } from '../state/editor.ts';

/** Empty for none. */
export function problemCounts(): { readonly errors: string; readonly warnings: string } {
  const e = errorCount.value;
  const w = (problems.value ?? []).length - e;
  return {
    errors: e === 0 ? '' : e === 1 ? t('edit.oneError') : t('edit.errors', { n: e }),
    warnings: w === 0 ? '' : w === 1 ? t('edit.oneWarning') : t('edit.warnings', { n: w }),
  };
}
