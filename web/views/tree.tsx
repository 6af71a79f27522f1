// The tree beside the canvas: real elements for every row, with its values at the cursor. It is also what a screen
// reader walks: pods have an element each, at their lane, though only the canvas shows them.

import type { JSX } from 'preact';
import type { DeploymentTrack, NodeTrack, Timeline } from '../../src/report/timeline-model.ts';
import { count, t } from '../i18n/i18n.ts';
import { selectObject } from '../state/actions.ts';
import { timeline } from '../state/run.ts';
import { selectedId } from '../state/selection.ts';
import { cursor, isNarrow, layout, scrollTo, scrollY, stageSize, toggleFold } from '../state/view.ts';
import { METRICS } from '../timeline/metrics.ts';
import { barsOf, barY, podId, type Row, rowsBetween } from '../timeline/rows.ts';
import { stepAt } from '../timeline/steps.ts';
import { Glyph } from './glyphs.tsx';

export function Tree(): JSX.Element | null {
  const shown = timeline.value;
  if (shown === undefined) return <div class="tree" />;
  const warnings = shown.events.filter((event) => event.isWarning && event.at <= cursor.value).length;
  const chosen = selectedId();
  const visible = rowsBetween(layout.value, scrollY.value - 200, scrollY.value + stageSize.value.height + 200);
  return (
    <div class="tree">
      <div class="tree-row tree-sticky tree-actions">
        <span class="tree-name">{t('track.actions')}</span>
      </div>
      <div class="tree-row tree-sticky tree-events">
        <span class="tree-name">{t('track.events')}</span>
        <span class="tree-value">{t('track.warnings', { n: warnings })}</span>
      </div>
      <div
        class="tree-scroll"
        role="tree"
        tabIndex={0}
        aria-label={t('track.tracks')}
        aria-activedescendant={chosen === undefined ? undefined : `row:${chosen}`}
        onScroll={(event) => scrollTo(event.currentTarget.scrollTop)}
        ref={(element) => {
          if (element !== null && Math.abs(element.scrollTop - scrollY.value) > 1) element.scrollTop = scrollY.value;
        }}
      >
        <div class="tree-content" style={{ height: `${layout.value.height + 24}px` }}>
          {visible.map((row) => (
            <TreeRow key={row.id} row={row} shown={shown} />
          ))}
        </div>
      </div>
    </div>
  );
}

function TreeRow({ row, shown }: { readonly row: Row; readonly shown: Timeline }): JSX.Element | null {
  switch (row.kind) {
    case 'group':
      return <GroupRow row={row} shown={shown} />;
    case 'component':
      return (
        <ObjectRow row={row} className="tree-component">
          <span lang="en">{shown.components[row.index]?.name}</span>
        </ObjectRow>
      );
    case 'deployment': {
      const track = shown.deployments[row.index];
      return track === undefined ? null : <DeploymentRow row={row} track={track} shown={shown} />;
    }
    case 'noNode':
      return <NoNodeRow row={row} shown={shown} />;
    case 'node': {
      const node = shown.nodes[row.index];
      return node === undefined ? null : <NodeRow row={row} node={node} shown={shown} />;
    }
  }
}

function place(row: { readonly y: number }, height: number): { readonly transform: string; readonly height: string } {
  return { transform: `translateY(${row.y}px)`, height: `${height}px` };
}

function GroupRow({ row, shown }: { readonly row: Row & { kind: 'group' }; readonly shown: Timeline }): JSX.Element {
  const name = t(`track.${row.group}`);
  const namespaces = new Set(shown.deployments.map((track) => track.namespace));
  const note = row.group === 'workloads' && namespaces.size === 1 ? [...namespaces].join('') : '';
  return (
    <div
      class="tree-row tree-place tree-group"
      style={place(row, row.height)}
      role="treeitem"
      tabIndex={-1}
      aria-expanded={!row.isFolded}
    >
      <FoldButton id={row.id} name={name} isFolded={row.isFolded} />
      <span class="tree-name">{name}</span>
      <span class="tree-value">{note}</span>
    </div>
  );
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
  const isSelected = selectedId() === row.id;
  return (
    <div
      id={`row:${row.id}`}
      class={`tree-row tree-place ${className} ${isSelected ? 'selected' : ''}`}
      style={place(row, height ?? row.height)}
      role="treeitem"
      tabIndex={-1}
      aria-selected={isSelected}
      onClick={() => selectObject(row.id)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') selectObject(row.id);
      }}
    >
      {children}
    </div>
  );
}

interface DeploymentRowProps {
  readonly row: Row & { kind: 'deployment' };
  readonly track: DeploymentTrack;
  readonly shown: Timeline;
}

function DeploymentRow({ row, track, shown }: DeploymentRowProps): JSX.Element {
  const step = stepAt(track.steps, cursor.value);
  const available = step?.available.reduce((sum, n) => sum + n, 0) ?? 0;
  const isOneNamespace = shown.deployments.every((other) => other.namespace === track.namespace);
  return (
    <ObjectRow row={row} className="tree-deployment">
      <span class={step === undefined ? 'tree-names tree-muted' : 'tree-names'}>
        <span lang="en">
          Deployment {track.name}
          {isOneNamespace ? '' : <span class="tree-muted"> {track.namespace}</span>}
        </span>
        {row.isSmall ? null : <span class="tree-sub">{t('track.perReplicaSet')}</span>}
      </span>
      <span class="tree-value">{step === undefined ? '' : `${available}/${step.desired}`}</span>
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
  const step = stepAt(node.usage, cursor.value);
  const values = {
    pods: step?.pods ?? 0,
    used: cpu(step?.cpuMillis ?? 0),
    all: cpu(node.allocatable.cpuMillis),
  };
  return (
    <>
      <ObjectRow row={row} className="tree-node" height={METRICS.nodeHead}>
        <FoldButton id={row.id} name={node.name} isFolded={row.isFolded} />
        <span lang="en">
          <b>{node.name}</b> <span class="tree-muted">{node.zone}</span>
        </span>
        <span class="tree-value">{t(isNarrow.value ? 'track.nodeUseShort' : 'track.nodeUse', values)}</span>
      </ObjectRow>
      <PodItems row={row} shown={shown} />
    </>
  );
}

/** CPUs with one digit: `3.1`, `4`. */
function cpu(cpuMillis: number): string {
  const tenths = Math.round(cpuMillis / 100);
  return tenths % 10 === 0 ? String(tenths / 10) : (tenths / 10).toFixed(1);
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
          style={{ transform: `translateY(${barY(row, bar)}px)` }}
          role="treeitem"
          tabIndex={-1}
          aria-selected={chosen === podId(bar)}
          aria-level={3}
        >
          {`${bar.key}, ${bar.segments.at(-1)?.word ?? ''}`}
        </div>
      ))}
    </>
  );
}
