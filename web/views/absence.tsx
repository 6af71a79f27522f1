// What the drawer says of an object that is not there at the cursor: when it comes, or when it went, with a link to a
// moment at which it is there.

import type { JSX } from 'preact';
import { t } from '../i18n/i18n.ts';
import type { ObjectView } from '../protocol.ts';
import { goTo } from '../state/view.ts';
import { readout } from '../timeline/ticks.ts';

export function Absence({ view }: { readonly view: ObjectView }): JSX.Element {
  if (view.existence === 'never') return <span>{t('drawer.never')}</span>;
  const moment = `t=${readout(view.at)}`;
  return (
    <>
      <span>{t(view.existence === 'gone' ? 'drawer.gone' : 'drawer.notYet', { t: moment })}</span>{' '}
      <button type="button" class="text-link" onClick={() => goTo(view.existence === 'gone' ? view.at - 1 : view.at)}>
        {t('drawer.goThere')}
      </button>
    </>
  );
}
