// The head of the nodes: in which order they stand, what they are grouped by and what their heads show; or, while a
// filter is on, how many of them are shown and the way out.

import type { JSX } from 'preact';
import type { Timeline } from '../../src/report/timeline-model.ts';
import type { MessageKey } from '../i18n/en.ts';
import { count, t } from '../i18n/i18n.ts';
import { clearFilter, grouping, nodeUse, sort } from '../state/arrangement.ts';
import { run } from '../state/run.ts';
import { isLarge, type NodeGrouping } from '../timeline/layout.ts';
import { isCompact } from '../timeline/metrics.ts';
import type { NodeSort } from '../timeline/node-order.ts';
import { NODE_USES, type NodeUse } from '../timeline/node-use.ts';
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
                {ticked(grouping.value === name, t(GROUPINGS[name]))}
              </option>
            ))}
          </optgroup>
        )}
        <optgroup label={t('nodeUse.label')}>
          {NODE_USES.map((name) => (
            <option key={name} value={`use/${name}`}>
              {ticked(nodeUse.value === name, t(`nodeUse.${name}`))}
            </option>
          ))}
        </optgroup>
        <optgroup label={t('density.label')}>
          <option value="density/normal">{ticked(!isCompact.value, t('density.normal'))}</option>
          <option value="density/compact">{ticked(isCompact.value, t('density.compact'))}</option>
        </optgroup>
      </select>
    </label>
  );
}

/** The list itself marks one choice only: that of the order. */
function ticked(isChosen: boolean, text: string): string {
  return `${isChosen ? '✓ ' : ''}${text}`;
}

function choose(value: string): void {
  const [what, name] = value.split('/');
  if (what === 'sort') sort.value = name as NodeSort;
  else if (what === 'group') grouping.value = name as NodeGrouping;
  else if (what === 'use') nodeUse.value = name as NodeUse;
  else isCompact.value = name === 'compact';
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
