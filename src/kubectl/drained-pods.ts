// Which pods of a node a drain takes away, and which it must not touch. Pods of DaemonSets stay, pods without a
// controller or with data in an emptyDir need to be asked for. Mirrors
// staging/src/k8s.io/kubectl/pkg/drain/filters.go (v1.36): the last filter with something to say has the word.

import type { Pod } from '../model/objects.ts';
import { controllerOf } from '../model/owners.ts';
import { isTerminalPhase } from '../model/pod-status.ts';
import { matchesSelector, type Selector } from '../model/selector.ts';
import { ask, list, type Program } from './program.ts';

export interface DrainFilters {
  readonly selector: Selector | undefined;
  readonly isForced: boolean;
  readonly ignoresDaemonSets: boolean;
  readonly deletesEmptyDirData: boolean;
}

/** The pods of a node, sorted out. Texts are kubectl's. */
export interface DrainList {
  readonly pods: readonly Pod[];
  readonly warnings: string;
  readonly errors: readonly string[];
}

interface Verdict {
  readonly isDeleted: boolean;
  readonly warning?: string;
  readonly error?: string;
}

const MIRROR = 'kubernetes.io/config.mirror';
const OKAY: Verdict = { isDeleted: true };

/** Lists and sorts the pods of a node. */
export function* podsToDrain(node: string, filters: DrainFilters): Program<DrainList> {
  const { selector } = filters;
  const all = (yield* list('Pod', undefined)).filter(
    ({ spec, metadata }) =>
      spec.nodeName === node && (selector === undefined || matchesSelector(selector, metadata.labels)),
  );
  const pods: Pod[] = [];
  const warnings = new Map<string, string[]>();
  const errors = new Map<string, string[]>();
  for (const pod of all) {
    const verdict = yield* judge(pod, filters);
    const name = `${pod.metadata.namespace}/${pod.metadata.name}`;
    if (verdict.isDeleted) pods.push(pod);
    if (verdict.warning !== undefined) add(warnings, verdict.warning, name);
    if (verdict.error !== undefined) add(errors, verdict.error, name);
  }
  const lines = (map: Map<string, string[]>): readonly string[] =>
    [...map].map(([text, names]) => `${text}: ${names.join(', ')}`);
  return { pods, warnings: lines(warnings).join('; '), errors: lines(errors).map((line) => `cannot delete ${line}`) };
}

function add(map: Map<string, string[]>, text: string, name: string): void {
  map.set(text, [...(map.get(text) ?? []), name]);
}

function* judge(pod: Pod, filters: DrainFilters): Program<Verdict> {
  const controller = controllerOf(pod);
  const isOver = isTerminalPhase(pod.status.phase);
  if (controller?.kind === 'DaemonSet' && !isOver) {
    const key = `${pod.metadata.namespace}/${controller.name}`;
    const found = yield* ask({ verb: 'get', kind: 'DaemonSet', key });
    if (!found.ok) {
      if (found.reason !== 'NotFound' || !filters.isForced) return { isDeleted: false, error: found.message };
      return { isDeleted: true, warning: found.message };
    }
    if (filters.ignoresDaemonSets) return { isDeleted: false, warning: 'ignoring DaemonSet-managed Pods' };
    return { isDeleted: false, error: 'DaemonSet-managed Pods (use --ignore-daemonsets to ignore)' };
  }
  if (pod.metadata.annotations?.[MIRROR] !== undefined) return { isDeleted: false };
  const hasData = !isOver && pod.spec.volumes?.some(({ emptyDir }) => emptyDir !== undefined) === true;
  if (hasData && !filters.deletesEmptyDirData) {
    return { isDeleted: false, error: 'Pods with local storage (use --delete-emptydir-data to override)' };
  }
  if (isOver || controller !== undefined) {
    return hasData && controller === undefined
      ? { isDeleted: true, warning: 'deleting Pods with local storage' }
      : OKAY;
  }
  if (filters.isForced) return { isDeleted: true, warning: 'deleting Pods that declare no controller' };
  return { isDeleted: false, error: 'Pods that declare no controller (use --force to override)' };
}
