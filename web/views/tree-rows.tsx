// The rows of the tree: a group's head, a component, a workload, a node, a strip of nodes, each with its values at the
// cursor. Pods have an element each, at their lane, for those who do not see the canvas.

import type { JSX } from 'preact';
import { kindInfo } from '../../src/model/kinds.ts';
import type { HpaTrack, NodeTrack, PodBar, Timeline, WorkloadTrack } from '../../src/report/timeline-model.ts';
import { countedNodes, countedPods } from '../i18n/counted.ts';
import { count, t } from '../i18n/i18n.ts';
import { selectObject } from '../state/actions.ts';
import { around, folded, nodeUse } from '../state/arrangement.ts';
import { outlining } from '../state/hover.ts';
import { rem } from '../state/preferences.ts';
import { selectedId } from '../state/selection.ts';
import { cursor, isNarrow, toggleFold } from '../state/view.ts';
import { setting, stateWord } from '../state/words.ts';
import { sampleAt } from '../timeline/hpa.ts';
import { BRIEF_WORKLOADS } from '../timeline/layout.ts';
import { isDense, METRICS } from '../timeline/metrics.ts';
import { countsOfNode } from '../timeline/node-bar.ts';
import { shownResource, useText } from '../timeline/node-use.ts';
import { barsOf, barY, objectOfRow, podId, type Row } from '../timeline/rows.ts';
import { countAt, mainState, stepIndexAt } from '../timeline/state-counts.ts';
import { countsOfRun, stateCountsAt, statesOfRun } from '../timeline/state-stack.ts';
import { STATES_BY_SEVERITY } from '../timeline/states.ts';
import { stepAt } from '../timeline/steps.ts';
import { readout } from '../timeline/ticks.ts';
import { Glyph } from './glyphs.tsx';
import { FilterNote, NodeOrder } from './node-order.tsx';

export function TreeRow({ row, shown }: { readonly row: Row; readonly shown: Timeline }): JSX.Element | null {
  switch (row.kind) {
    case 'group':
      return <GroupRow row={row} shown={shown} />;
    case 'component':
      return (
        <ObjectRow row={row} className="tree-component">
          <span lang="en">{shown.components[row.index]?.name}</span>
        </ObjectRow>
      );
    case 'workload': {
      const track = shown.workloads[row.index];
      return track === undefined ? null : <WorkloadRow row={row} track={track} shown={shown} />;
    }
    case 'noNode':
      return <NoNodeRow row={row} shown={shown} />;
    case 'node': {
      const node = shown.nodes[row.index];
      return node === undefined ? null : <NodeRow row={row} node={node} shown={shown} />;
    }
    case 'nodeBar': {
      const node = shown.nodes[row.index];
      return node === undefined ? null : <NodeBarRow row={row} node={node} />;
    }
    case 'hpa': {
      const hpa = shown.hpas[row.index];
      return hpa === undefined ? null : <HpaRow row={row} hpa={hpa} />;
    }
    case 'states':
      return <StatesRow row={row} shown={shown} />;
    case 'strip':
      return <StripRow row={row} />;
    case 'section':
      return <SectionRow row={row} />;
    case 'pods':
      return <PodItems row={row} shown={shown} />;
  }
}

function place(row: { readonly y: number }, height: number): { readonly transform: string; readonly height: string } {
  return { transform: `translateY(${rem(row.y)})`, height: rem(height) };
}

function GroupRow({ row, shown }: { readonly row: Row & { kind: 'group' }; readonly shown: Timeline }): JSX.Element {
  const name = t(`track.${row.group}`);
  return (
    <div
      class="tree-row tree-place tree-group"
      style={place(row, row.height)}
      role="treeitem"
      tabIndex={-1}
      aria-expanded={!row.isFolded && !row.isBrief}
    >
      <FoldButton id={row.isBrief ? BRIEF_WORKLOADS : row.id} name={name} isFolded={row.isFolded || row.isBrief} />
      <span class="tree-name">{name}</span>
      <span class="tree-value">
        <GroupNote row={row} shown={shown} />
      </span>
    </div>
  );
}

/** What stands at the right of a group's head: a namespace, a count, the order of nodes. */
function GroupNote({
  row,
  shown,
}: {
  readonly row: Row & { kind: 'group' };
  readonly shown: Timeline;
}): JSX.Element | null {
  if (row.shown !== undefined) {
    const all = { control: shown.components, workloads: shown.workloads, nodes: shown.nodes };
    const of = row.group in all ? all[row.group as keyof typeof all].length : 0;
    return <FilterNote shown={row.shown} of={of} hasClear={row.group === 'nodes'} />;
  }
  switch (row.group) {
    case 'workloads': {
      if (row.isBrief) return <>{t('track.ofAll', { n: 1, all: count(shown.workloads.length) })}</>;
      const namespaces = new Set(shown.workloads.map((track) => track.namespace));
      return <>{namespaces.size === 1 ? [...namespaces].join('') : ''}</>;
    }
    case 'states': {
      const counts = stateCountsAt(countsOfRun(shown), Math.min(cursor.value, shown.until - 1));
      return <>{t('track.atCursor', { n: count(counts.reduce((sum, n) => sum + n, 0)) })}</>;
    }
    case 'around':
      return <>{t('track.ofAll', { n: around.value.length, all: count(shown.nodes.length) })}</>;
    case 'nodes':
      return <NodeOrder shown={shown} />;
    default:
      return null;
  }
}

function FoldButton(props: { readonly id: string; readonly name: string; readonly isFolded: boolean }): JSX.Element {
  const label = t(props.isFolded ? 'track.unfold' : 'track.fold', { name: props.name });
  return (
    <button type="button" class="fold-button" title={label} tabIndex={-1} onClick={() => toggleFold(props.id)}>
      <Glyph name={props.isFolded ? 'chevronRight' : 'chevronDown'} size={12} />
    </button>
  );
}

interface ObjectRowProps {
  readonly row: Row;
  readonly className: string;
  readonly height?: number;
  readonly children: JSX.Element | readonly (JSX.Element | null)[];
}

function ObjectRow({ row, className, height, children }: ObjectRowProps): JSX.Element {
  const id = objectOfRow(row);
  const isSelected = selectedId() === id;
  return (
    <div
      id={`row:${row.id}`}
      class={`tree-row tree-place ${className} ${isSelected ? 'selected' : ''}`}
      style={place(row, height ?? row.height)}
      role="treeitem"
      tabIndex={-1}
      aria-selected={isSelected}
      {...outlining(id)}
      onClick={() => selectObject(id)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') selectObject(id);
      }}
    >
      {children}
    </div>
  );
}

interface WorkloadRowProps {
  readonly row: Row & { kind: 'workload' };
  readonly track: WorkloadTrack;
  readonly shown: Timeline;
}

function WorkloadRow({ row, track, shown }: WorkloadRowProps): JSX.Element {
  const step = stepAt(track.steps, cursor.value);
  const available = step?.available.reduce((sum, n) => sum + n, 0) ?? 0;
  const isOneNamespace = shown.workloads.every((other) => other.namespace === track.namespace);
  return (
    <ObjectRow row={row} className="tree-deployment">
      {isDense.value && folded.value.has(BRIEF_WORKLOADS) ? (
        <FoldButton id={BRIEF_WORKLOADS} name={t('track.workloads')} isFolded />
      ) : null}
      <span class={step === undefined ? 'tree-names tree-muted' : 'tree-names'}>
        <span lang="en">
          {track.kind} {track.name}
          {isOneNamespace ? '' : <span class="tree-muted"> {track.namespace}</span>}
        </span>
        {row.isSmall || track.kind !== 'Deployment' ? null : <span class="tree-sub">{t('track.perReplicaSet')}</span>}
      </span>
      <span class="tree-value">{step === undefined ? '' : `${count(available)}/${count(step.desired)}`}</span>
    </ObjectRow>
  );
}

function HpaRow({ row, hpa }: { readonly row: Row; readonly hpa: HpaTrack }): JSX.Element {
  const step = stepAt(hpa.steps, cursor.value);
  const percent = sampleAt(hpa, cursor.value)?.percent;
  return (
    <ObjectRow row={row} className="tree-deployment">
      <span class="tree-names" lang="en">
        <span>HPA {hpa.name}</span>
        <span class="tree-sub">
          {hpa.metric} {percent === undefined ? '<unknown>' : `${percent}%`}/{hpa.goal}%
        </span>
      </span>
      <span class="tree-value">{step === undefined ? '' : t('track.desired', { n: count(step.desired) })}</span>
    </ObjectRow>
  );
}

function NoNodeRow({ row, shown }: { readonly row: Row; readonly shown: Timeline }): JSX.Element {
  const waiting = shown.noNode.bars.filter((bar) => bar.from <= cursor.value && cursor.value < bar.to);
  return (
    <>
      <div class="tree-row tree-place tree-no-node" style={place(row, METRICS.groupHead)} role="treeitem" tabIndex={-1}>
        <span>{t('track.noNode')}</span>
        <span class="tree-value">{waiting.length === 0 ? '' : count(waiting.length)}</span>
      </div>
      <PodItems row={row} shown={shown} />
    </>
  );
}

interface NodeRowProps {
  readonly row: Row & { kind: 'node' };
  readonly node: NodeTrack;
  readonly shown: Timeline;
}

function NodeRow({ row, node, shown }: NodeRowProps): JSX.Element {
  return (
    <>
      <ObjectRow row={row} className="tree-node" height={METRICS.nodeHead}>
        <FoldButton id={row.id} name={node.name} isFolded={row.isFolded} />
        <span lang="en">
          <b>{node.name}</b> <span class="tree-muted">{node.zone}</span>
        </span>
        <span class="tree-value">{useAtCursor(node)}</span>
      </ObjectRow>
      <PodItems row={row} shown={shown} />
    </>
  );
}

/** `4 pods · 3.1/4 CPU`, `4 pods · 6/16Gi`, `4/110 pods`. */
function useAtCursor({ usage, allocatable }: NodeTrack): string {
  const step = stepAt(usage, cursor.value) ?? { pods: 0, cpuMillis: 0, memoryBytes: 0 };
  const text = useText(shownResource(nodeUse.value, step, allocatable), step, allocatable);
  if (text === undefined) return t('track.podsOf', { n: count(step.pods), all: count(allocatable.pods) });
  return isNarrow.value ? text : `${countedPods(step.pods)} · ${text}`;
}

/** The pods of a row for those who do not see the canvas. */
function PodItems({ row, shown }: { readonly row: Row; readonly shown: Timeline }): JSX.Element {
  const chosen = selectedId();
  return (
    <>
      {barsOf(shown, row).map((bar) => (
        <div
          key={`${bar.uid}/${bar.from}`}
          id={`row:${podId(bar)}`}
          class="tree-place tree-pod"
          style={{ transform: `translateY(${rem(barY(row, bar))})` }}
          role="treeitem"
          tabIndex={-1}
          aria-selected={chosen === podId(bar)}
          aria-level={3}
        >
          {`${bar.key}, ${wordAtCursor(bar)}`}
        </div>
      ))}
    </>
  );
}

/** What a bar is at the cursor: nothing yet, its state, or gone. */
function wordAtCursor(bar: PodBar): string {
  const at = cursor.value;
  if (at < bar.from) return t('drawer.notYet', { t: `t=${readout(bar.from)}` });
  if (at >= bar.to && bar.isGone) return t('drawer.gone', { t: `t=${readout(bar.to)}` });
  const segment = at > bar.to ? undefined : bar.segments.findLast(({ from }) => from <= at);
  return segment === undefined ? '' : setting.value.words.segment(segment);
}

function NodeBarRow({ row, node }: { readonly row: Row; readonly node: NodeTrack }): JSX.Element {
  const counts = countsOfNode(node);
  const step = stepIndexAt(counts, cursor.value);
  const main = STATES_BY_SEVERITY[mainState(counts, step)];
  const note = main === undefined ? '' : `${countAt(counts, step, mainState(counts, step))} ${stateWord(main)}`;
  return (
    <ObjectRow row={row} className="tree-node-bar">
      <span lang="en">
        {node.name} <span class="tree-muted">{node.zone}</span>
      </span>
      <span class="tree-value">{note}</span>
    </ObjectRow>
  );
}

/** The legend of the stack, with the counts at the cursor. */
function StatesRow({ row, shown }: { readonly row: Row; readonly shown: Timeline }): JSX.Element {
  const counts = countsOfRun(shown);
  const now = stateCountsAt(counts, Math.min(cursor.value, shown.until - 1));
  return (
    <div class="tree-place tree-states" style={place(row, row.height)} role="treeitem" tabIndex={-1}>
      {statesOfRun(counts).map((state) => (
        <div key={state}>
          <span class="state-name">
            <i class={`swatch pattern chip-${state}`} />
            <span class="state-text">{stateWord(state)}</span>
          </span>{' '}
          <span class="state-count">{count(now[STATES_BY_SEVERITY.indexOf(state)] ?? 0)}</span>
        </div>
      ))}
    </div>
  );
}

function StripRow({ row }: { readonly row: Row & { kind: 'strip' } }): JSX.Element {
  const { nodesPerRow } = row.shape;
  const name = row.isZone ? t('track.zone', { name: row.name }) : row.name;
  return (
    <div class="tree-row tree-place tree-strip" style={place(row, row.height)} role="treeitem" tabIndex={-1}>
      <FoldButton id={row.id} name={name} isFolded={row.isFolded} />
      <span class="tree-name">{name}</span>
      <span class="tree-value">
        {countedNodes(row.nodes.length)}
        {row.isFolded || nodesPerRow === 1 ? null : (
          <span class="tree-sub">{t('track.perPixel', { n: nodesPerRow })}</span>
        )}
      </span>
    </div>
  );
}

function SectionRow({ row }: { readonly row: Row & { kind: 'section' } }): JSX.Element {
  const note = row.bars.length === 0 ? countedNodes(row.nodes.length) : countedPods(row.bars.length);
  return (
    <div
      class="tree-row tree-place tree-group tree-section"
      style={place(row, row.height)}
      role="treeitem"
      tabIndex={-1}
      aria-expanded={!row.isFolded}
    >
      {row.canOpen ? <FoldButton id={row.id} name={sectionName(row)} isFolded={row.isFolded} /> : null}
      <SectionName row={row} />
      <span class="tree-value">{note}</span>
    </div>
  );
}

/** An owner as kubectl's short words name it: `rs/web-5d`. */
function SectionName({ row }: { readonly row: Row & { kind: 'section' } }): JSX.Element {
  const whole = sectionName(row);
  const [kind = '', own] = row.id.startsWith('section/owner/') ? whole.split(' ') : [whole];
  const { shortNames, plural } = kindInfo(kind);
  return (
    <span class="tree-name" lang="en" title={whole}>
      {own === undefined ? kind : <span class="tree-muted">{shortNames[0] ?? plural}/</span>}
      {own}
    </span>
  );
}

function sectionName({ id, name }: Row & { kind: 'section' }): string {
  if (name === '') return '–';
  return id.startsWith('section/zone/') ? t('track.zone', { name }) : name;
}
