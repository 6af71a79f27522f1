// Every node by every filter: what refused it, by what was measured; what would have refused it too. Filters that let
// every node pass are folded into a column before and one behind; many nodes are put together by equal verdicts.

import { type Signal, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { DecisionCell, DecisionNode, DecisionView } from '../decision-protocol.ts';
import { count, t } from '../i18n/i18n.ts';
import { revealObject } from '../state/actions.ts';
import { markedId, outlining } from '../state/hover.ts';
import { Glyph } from './glyphs.tsx';

/** More nodes than this are put together by equal verdicts. */
const MOST_ROWS = 12;

/** Nodes with the same verdicts, or one node. */
interface Group {
  readonly key: string;
  readonly nodes: readonly DecisionNode[];
}

/** A filter by its place, or several that are folded. */
type Column = { readonly at: number } | { readonly folded: 'earlier' | 'later' };

function groupsOf(view: DecisionView): readonly Group[] {
  if (view.nodes.length <= MOST_ROWS) return view.nodes.map((node) => ({ key: node.node, nodes: [node] }));
  const groups = new Map<string, DecisionNode[]>();
  for (const node of view.nodes) {
    const key = node.cells.map(({ state, reason }) => `${state} ${reason}`).join('|');
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [node]);
    else known.push(node);
  }
  return [...groups].map(([key, nodes]) => ({ key, nodes })).toSorted((a, b) => a.nodes.length - b.nodes.length);
}

function columnsOf({ columns, earlier, later }: DecisionView, unfolded: ReadonlySet<string>): readonly Column[] {
  const all = columns.map((_, at): Column => ({ at }));
  const before = unfolded.has('earlier') || earlier === 0 ? all.slice(0, earlier) : [{ folded: 'earlier' } as const];
  const end = columns.length - later;
  const behind = unfolded.has('later') || later === 0 ? all.slice(end) : [{ folded: 'later' } as const];
  return [...before, ...all.slice(earlier, end), ...behind];
}

/** Puts a name in or takes it out. */
function toggled(set: Signal<ReadonlySet<string>>, name: string): void {
  const next = new Set(set.value);
  if (!next.delete(name)) next.add(name);
  set.value = next;
}

export function VerdictMatrix({ view }: { readonly view: DecisionView }): JSX.Element {
  const opened = useSignal<ReadonlySet<string>>(new Set());
  const unfolded = useSignal<ReadonlySet<string>>(new Set());
  const columns = columnsOf(view, unfolded.value);
  const rows = groupsOf(view).flatMap((group) =>
    group.nodes.length > 1 && opened.value.has(group.key)
      ? [group, ...group.nodes.map((node): Group => ({ key: node.node, nodes: [node] }))]
      : [group],
  );
  return (
    <>
      <div class="scheduling-head">
        <h3 class="section-head">{t('decision.matrix')}</h3>
        <span class="why-note">{t('decision.order')}</span>
      </div>
      <div class="matrix-frame">
        <table class="matrix">
          <thead>
            <tr>
              <th scope="col">{t('decision.node')}</th>
              {columns.map((column) => (
                <ColumnHead key={keyOf(column)} column={column} view={view} unfolded={unfolded} />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((group) => (
              <MatrixRow key={group.key} group={group} view={view} columns={columns} opened={opened} />
            ))}
          </tbody>
        </table>
        <Legend />
      </div>
    </>
  );
}

function keyOf(column: Column): string {
  return 'at' in column ? String(column.at) : column.folded;
}

interface ColumnHeadProps {
  readonly column: Column;
  readonly view: DecisionView;
  readonly unfolded: Signal<ReadonlySet<string>>;
}

/** The name of a filter, or a button that unfolds several; those that were unfolded fold again by their names. */
function ColumnHead({ column, view, unfolded }: ColumnHeadProps): JSX.Element {
  const { columns, earlier, later } = view;
  const end = columns.length - later;
  const side =
    'folded' in column ? column.folded : column.at < earlier ? 'earlier' : column.at >= end ? 'later' : undefined;
  const name = 'at' in column ? columns[column.at] : undefined;
  if (side === undefined) {
    return (
      <th scope="col" lang="en">
        {name}
      </th>
    );
  }
  const names = side === 'earlier' ? columns.slice(0, earlier) : columns.slice(end);
  return (
    <th scope="col">
      <button
        type="button"
        class="row-name"
        aria-expanded={name !== undefined}
        title={names.join(', ')}
        onClick={() => toggled(unfolded, side)}
      >
        {name ?? t(`decision.${side}`, { n: names.length })}
        <Glyph name={name === undefined ? 'chevronRight' : 'chevronDown'} size={10} />
      </button>
    </th>
  );
}

interface MatrixRowProps {
  readonly group: Group;
  readonly view: DecisionView;
  readonly columns: readonly Column[];
  readonly opened: Signal<ReadonlySet<string>>;
}

function MatrixRow({ group, view, columns, opened }: MatrixRowProps): JSX.Element | null {
  const [first, second] = group.nodes;
  if (first === undefined) return null;
  const isRefused = first.cells.some(({ state }) => state !== 'passed');
  return (
    <tr class={first.node === view.chosen ? 'chosen' : ''}>
      <th scope="row">
        {second === undefined ? (
          <NodeName node={first} />
        ) : (
          <button
            type="button"
            class="row-name"
            aria-expanded={opened.value.has(group.key)}
            title={group.nodes.map(({ node }) => node).join(', ')}
            onClick={() => toggled(opened, group.key)}
          >
            <Glyph name={opened.value.has(group.key) ? 'chevronDown' : 'chevronRight'} size={10} />{' '}
            {t('track.nodeCount', { n: count(group.nodes.length) })}
          </button>
        )}
      </th>
      {columns.map((column) => (
        <td key={keyOf(column)}>
          {'at' in column ? (
            <Cell cell={first.cells[column.at]} isMeasured={isMeasuredAlike(group, column.at)} />
          ) : (
            <Cell cell={column.folded === 'later' && isRefused ? undefined : PASSED} isMeasured={false} />
          )}
        </td>
      ))}
    </tr>
  );
}

/** Whether the same was measured on all nodes of a group. */
function isMeasuredAlike({ nodes }: Group, at: number): boolean {
  const facts = nodes.map(({ cells }) => JSON.stringify(cells[at]?.fact));
  return facts.every((fact) => fact === facts[0]);
}

/** A click marks the node's row on the tracks. */
function NodeName({ node: { node, zone } }: { readonly node: DecisionNode }): JSX.Element {
  const id = `Node/${node}`;
  return (
    <button
      type="button"
      class="row-name"
      lang="en"
      aria-pressed={markedId.value === id}
      {...outlining(id)}
      onClick={() => {
        markedId.value = markedId.value === id ? undefined : id;
        revealObject(id);
      }}
    >
      {node} <span class="tip-muted">{zone}</span>
    </button>
  );
}

const PASSED: DecisionCell = { state: 'passed', reason: '' };

interface CellProps {
  readonly cell: DecisionCell | undefined;
  /** Whether what was measured stands there, rather than the plugin's words. */
  readonly isMeasured: boolean;
}

/** A refusal is filled where it is the reason in the event, dashed where the scheduler never asked. */
function Cell({ cell, isMeasured }: CellProps): JSX.Element {
  if (cell === undefined || cell.state === 'unreached') return <span title={t('decision.unreached')}>–</span>;
  const { state, fact, reason } = cell;
  if (state === 'passed') {
    return (
      <span class="passed" title={t('decision.passed')}>
        ✓
      </span>
    );
  }
  const words = state === 'refused' ? t('decision.refused') : t('why.notAsked');
  const own = reason.replace(/^node\(s\) /, '');
  return (
    <span class={`verdict verdict-${state}`} title={`${words}: ${reason}`}>
      ✕ {!isMeasured || fact === undefined ? <span lang="en">{own}</span> : t(`fact.${fact.key}`, fact.values)}
    </span>
  );
}

function Legend(): JSX.Element {
  return (
    <p class="matrix-legend">
      <span class="verdict verdict-refused">✕ {t('decision.refused')}</span>
      <span class="verdict verdict-unasked">✕ {t('why.notAsked')}</span>
      <span>
        <span class="passed">✓</span> {t('decision.passed')}
      </span>
      <span>– {t('decision.unreached')}</span>
    </p>
  );
}
