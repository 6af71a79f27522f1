// Why a pod is where it is, or nowhere, as the scheduler saw it: kubectl's text, every node by every filter that
// refused one, what would make the pod fit; of a pod that found its node, how the nodes were scored.

import { type Signal, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { MessageKey } from '../i18n/en.ts';
import { count, t } from '../i18n/i18n.ts';
import type { DecisionCell, DecisionNode, DecisionView } from '../protocol.ts';
import { selectObject } from '../state/actions.ts';
import { goTo } from '../state/view.ts';
import { readout } from '../timeline/ticks.ts';
import { CopyButton } from './copy-button.tsx';
import { FitEdits } from './fit-edits.tsx';
import { Glyph } from './glyphs.tsx';
import { QueueLines, Room } from './room.tsx';
import { Scores } from './scores.tsx';

/** More nodes than this are put together by equal verdicts. */
const MOST_ROWS = 12;

export function WhyScheduling({ view }: { readonly view: DecisionView }): JSX.Element {
  return (
    <section class="why scheduling">
      {view.message === '' ? null : <Message view={view} />}
      <p class="why-note">
        {attemptText(view)}{' '}
        <button type="button" class="text-link mono" onClick={() => goTo(view.at)}>
          t={readout(view.at)}
        </button>
      </p>
      {view.wakes.length === 0 ? null : <p class="why-note">{retryText(view)}</p>}
      {view.columns.length === 0 ? null : <Matrix view={view} />}
      {view.edits.length === 0 ? null : <FitEdits edits={view.edits} />}
      {view.room === undefined ? null : <Room room={view.room} />}
      {view.result === 'scheduled' ? <Scores view={view} /> : null}
      {view.queue.length === 0 ? null : <QueueLines lines={view.queue} />}
    </section>
  );
}

function attemptText({ result, attempt, chosen }: DecisionView): string {
  return t(result === 'scheduled' ? 'decision.placed' : 'decision.failed', { n: attempt, node: chosen });
}

/** What the scheduler waits for before it tries again. */
function retryText({ wakes }: DecisionView): string {
  const words = wakes.map(({ kind, action }) => t(`wake.${action}` as MessageKey, { kind }));
  const what = words.reduce((before, word) => t('why.or', { a: before, b: word }));
  return t('why.retry', { what, d: '5m' });
}

function Message({ view }: { readonly view: DecisionView }): JSX.Element {
  const reason = view.result === 'gated' ? 'SchedulingGated' : 'FailedScheduling';
  return (
    <>
      <h3 class="section-head">{t('decision.says')}</h3>
      <div class="kubectl-quote">
        <pre class="kubectl-text" lang="en">
          <b>Warning {reason}</b> {view.message}
        </pre>
        <CopyButton text={view.message} />
      </div>
    </>
  );
}

/** Nodes with the same verdicts, or one node. */
interface Group {
  readonly key: string;
  readonly nodes: readonly DecisionNode[];
}

function groupsOf(view: DecisionView): readonly Group[] {
  if (view.nodes.length <= MOST_ROWS) return view.nodes.map((node) => ({ key: node.node, nodes: [node] }));
  const groups = new Map<string, DecisionNode[]>();
  for (const node of view.nodes) {
    const key = node.cells.map(({ state, reason }) => `${state} ${reason}`).join('|');
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [node]);
    else known.push(node);
  }
  return [...groups].map(([key, nodes]) => ({ key, nodes }));
}

function Matrix({ view }: { readonly view: DecisionView }): JSX.Element {
  const opened = useSignal<ReadonlySet<string>>(new Set());
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
              {view.earlier === 0 ? null : <th scope="col">{t('decision.earlier', { n: view.earlier })}</th>}
              {view.columns.map((plugin) => (
                <th key={plugin} scope="col" lang="en">
                  {plugin}
                </th>
              ))}
              {view.later === 0 ? null : <th scope="col">{t('decision.later', { n: view.later })}</th>}
            </tr>
          </thead>
          <tbody>
            {rows.map((group) => (
              <MatrixRow key={group.key} group={group} view={view} opened={opened} />
            ))}
          </tbody>
        </table>
        <Legend />
      </div>
    </>
  );
}

interface MatrixRowProps {
  readonly group: Group;
  readonly view: DecisionView;
  readonly opened: Signal<ReadonlySet<string>>;
}

function MatrixRow({ group, view, opened }: MatrixRowProps): JSX.Element | null {
  const [first, second] = group.nodes;
  if (first === undefined) return null;
  const isRefused = first.cells.some(({ state }) => state !== 'passed');
  const toggle = (): void => {
    const next = new Set(opened.value);
    if (!next.delete(group.key)) next.add(group.key);
    opened.value = next;
  };
  return (
    <tr class={first.node === view.chosen ? 'chosen' : ''}>
      <th scope="row" lang="en">
        {second === undefined ? (
          <button type="button" class="row-name" onClick={() => selectObject(`Node/${first.node}`)}>
            {first.node} <span class="tip-muted">{first.zone}</span>
          </button>
        ) : (
          <button type="button" class="row-name" aria-expanded={opened.value.has(group.key)} onClick={toggle}>
            <Glyph name={opened.value.has(group.key) ? 'chevronDown' : 'chevronRight'} size={10} />{' '}
            {t('track.nodeCount', { n: count(group.nodes.length) })}
          </button>
        )}
      </th>
      {view.earlier === 0 ? null : <td>✓</td>}
      {first.cells.map((cell, index) => (
        <td key={view.columns[index]}>
          <Cell cell={cell} isGroup={second !== undefined} />
        </td>
      ))}
      {view.later === 0 ? null : <td>{isRefused ? '–' : '✓'}</td>}
    </tr>
  );
}

/** A refusal is filled where it is the reason in the event, dashed where the scheduler never asked. */
function Cell({ cell, isGroup }: { readonly cell: DecisionCell; readonly isGroup: boolean }): JSX.Element {
  if (cell.state === 'passed') return <span title={t('decision.passed')}>✓</span>;
  if (cell.state === 'unreached') return <span title={t('decision.unreached')}>–</span>;
  const words = cell.state === 'refused' ? t('decision.refused') : t('why.notAsked');
  return (
    <span class={`verdict verdict-${cell.state}`} title={`${words}: ${cell.reason}`} lang="en">
      ✕ {isGroup ? cell.reason.replace(/^node\(s\) /, '') : cell.fact}
    </span>
  );
}

function Legend(): JSX.Element {
  return (
    <p class="matrix-legend">
      <span class="verdict verdict-refused">✕ {t('decision.refused')}</span>
      <span class="verdict verdict-unasked">✕ {t('why.notAsked')}</span>
      <span>✓ {t('decision.passed')}</span>
      <span>– {t('decision.unreached')}</span>
    </p>
  );
}
