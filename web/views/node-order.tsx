// The head of the nodes: in which order they stand and what they are grouped by; or, while a filter is on, how many of
// them are shown and the way out.

import type { JSX } from 'preact';
import type { Timeline } from '../../src/report/timeline-model.ts';
import type { MessageKey } from '../i18n/en.ts';
import { count, t } from '../i18n/i18n.ts';
import { clearFilter, grouping, sort } from '../state/arrangement.ts';
import { run } from '../state/run.ts';
import { isLarge, type NodeGrouping } from '../timeline/layout.ts';
import type { NodeSort } from '../timeline/node-order.ts';
import { Glyph } from './glyphs.tsx';

const SORTS: { readonly [name in NodeSort]: MessageKey } = {
  name: 'sort.name',
  worst: 'sort.worst',
  first: 'sort.first',
};

const GROUPINGS: { readonly [name in NodeGrouping]: MessageKey } = {
  none: 'group.none',
  zone: 'group.zone',
  pool: 'group.pool',
  owner: 'group.owner',
  namespace: 'group.namespace',
};

/** The order that a run begins with; one that grows stands by name. */
function sortOf(shown: Timeline): NodeSort {
  if (run.value?.isUnderWay) return 'name';
  return sort.value ?? (isLarge(shown) ? 'first' : 'worst');
}

export function NodeOrder({ shown }: { readonly shown: Timeline }): JSX.Element {
  const chosen = sortOf(shown);
  const title = grouping.value === 'none' ? t(SORTS[chosen]) : `${t(GROUPINGS[grouping.value])} · ${t(SORTS[chosen])}`;
  return (
    <label class="order-picker">
      <span aria-hidden="true">{title}</span>
      <Glyph name="chevronDown" size={10} />
      <select
        class="picker-cover"
        aria-label={t('sort.label')}
        value={`sort/${chosen}`}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        <optgroup label={t('sort.label')}>
          {(Object.keys(SORTS) as NodeSort[]).map((name) => (
            <option key={name} value={`sort/${name}`}>
              {t(SORTS[name])}
            </option>
          ))}
        </optgroup>
        {isLarge(shown) ? null : (
          <optgroup label={t('group.label')}>
            {(Object.keys(GROUPINGS) as NodeGrouping[]).map((name) => (
              <option key={name} value={`group/${name}`}>
                {`${grouping.value === name ? '✓ ' : ''}${t(GROUPINGS[name])}`}
              </option>
            ))}
          </optgroup>
        )}
      </select>
    </label>
  );
}

function choose(value: string): void {
  const [what, name] = value.split('/');
  if (what === 'sort') sort.value = name as NodeSort;
  else grouping.value = name as NodeGrouping;
}

interface FilterNoteProps {
  readonly shown: number;
  readonly of: number;
  /** One way to take it away is enough. */
  readonly hasClear: boolean;
}

export function FilterNote({ shown, of, hasClear }: FilterNoteProps): JSX.Element {
  const left = t('filter.shown', { n: count(shown), all: count(of) });
  if (!hasClear) return <>{left}</>;
  return (
    <>
      {left}
      {' · '}
      <button type="button" class="text-link" onClick={clearFilter}>
        {t('filter.clear')}
      </button>
    </>
  );
}
