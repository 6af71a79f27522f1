// What kubectl asks of the API server for one object of a command, in order: usually it reads the object and then
// sends a patch made from what it read. Pure functions of the task, the last answer and a view; whoever sends
// requests drives them. Recorded from kubectl v1.36 (which requests, which patch types); a refusal of its own is data
// like one of the server's.

import { formatRfc3339 } from '../base/wall-clock.ts';
import type { ApiRequest, Verdict } from '../cluster/request.ts';
import { applyPatch, withLastApplied } from '../model/apply-patch.ts';
import type { JsonObject } from '../model/json.ts';
import { type Deployment, type KubeObject, keyOf, type NewObject, type Node, type PodSpec } from '../model/objects.ts';
import type { KubectlCommand, LabelCommand, ScaleCommand, SetImageCommand } from './command.ts';
import { type ListReplicaSets, undoPatch } from './rollback.ts';

/** A command's work on one object. */
export interface Task {
  readonly command: KubectlCommand;
  readonly kind: string;
  readonly key: string;
  /** The manifest, for commands with files. */
  readonly manifest?: NewObject;
}

/** What to do after an answer. */
export type Next =
  | { readonly type: 'request'; readonly request: ApiRequest }
  /** Done, with nothing (more) to change. */
  | { readonly type: 'done' }
  /** kubectl itself refuses, e.g. `unable to find container named "nope"`. */
  | { readonly type: 'refused'; readonly message: string };

/** What a task may look at beside the object that it has read. */
export interface TaskContext {
  /** Wall clock of now, in microseconds since 1970. */
  readonly epochMicros: number;
  readonly replicaSetsOf: ListReplicaSets;
}

const DONE: Next = { type: 'done' };

/** The first request of a task. */
export function firstRequest({ command, kind, key }: Task): ApiRequest {
  if (command.verb !== 'delete') return { verb: 'get', kind, key };
  const { cascade: propagationPolicy, gracePeriodSeconds } = command;
  const grace = gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds };
  return { verb: 'delete', kind, key, propagationPolicy, ...grace };
}

/** What follows the answer to the first request; a refused one ends the task, except where apply creates. */
export function nextRequest(task: Task, verdict: Verdict, context: TaskContext): Next {
  const { command } = task;
  if (!verdict.ok) {
    const isNew = command.verb === 'apply' && verdict.reason === 'NotFound' && task.manifest !== undefined;
    return isNew ? create(task.kind, task.manifest) : DONE;
  }
  const { object } = verdict;
  switch (command.verb) {
    case 'apply':
      return apply(task, object);
    case 'delete':
      return DONE;
    case 'scale':
      return scale(task, command, object);
    case 'set image':
      return setImage(task, command, object);
    case 'rollout restart':
      return restart(task, object as Deployment, context.epochMicros);
    case 'rollout undo': {
      const deployment = object as Deployment;
      const undo = undoPatch(deployment, context.replicaSetsOf(deployment), command.toRevision);
      return undo.ok ? patch(task, 'strategic', undo.value) : refused(undo.error);
    }
    case 'cordon':
    case 'uncordon': {
      const isCordoned = (object as Node).spec.unschedulable === true;
      if (isCordoned === (command.verb === 'cordon')) return DONE;
      return patch(task, 'strategic', { spec: { unschedulable: command.verb === 'cordon' ? true : null } });
    }
    case 'label':
      return label(task, command, object);
  }
}

/** `deployments/web`-like key of an object of a command in its namespace. */
export function keyInNamespace(isNamespaced: boolean, namespace: string, name: string): string {
  return isNamespaced ? `${namespace}/${name}` : name;
}

/** The task of one object of a manifest. */
export function manifestTask(command: KubectlCommand, manifest: NewObject): Task {
  return { command, kind: manifest.kind, key: keyOf(manifest), manifest };
}

function create(kind: string, manifest: NewObject | undefined): Next {
  if (manifest === undefined) return DONE;
  const object = withLastApplied(manifest as unknown as JsonObject) as unknown as NewObject;
  return { type: 'request', request: { verb: 'create', kind, object } };
}

function apply(task: Task, live: KubeObject): Next {
  if (task.manifest === undefined) return DONE;
  const change = applyPatch(task.manifest as unknown as JsonObject, live as unknown as JsonObject);
  return change === undefined ? DONE : patch(task, 'strategic', change);
}

function scale(task: Task, command: ScaleCommand, object: KubeObject): Next {
  const { replicas } = (object as Deployment).spec;
  if (command.currentReplicas !== undefined && command.currentReplicas !== replicas) {
    return refused(`Expected replicas to be ${command.currentReplicas}, was ${replicas}`);
  }
  return patch(task, 'merge', { spec: { replicas: command.replicas } });
}

function setImage(task: Task, command: SetImageCommand, object: KubeObject): Next {
  const isPod = object.kind === 'Pod';
  const spec = isPod ? (object as { readonly spec?: PodSpec }).spec : (object as Deployment).spec.template.spec;
  const names = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])].map(({ name }) => name);
  const isInit = (name: string): boolean => spec?.initContainers?.some((each) => each.name === name) ?? false;
  const wanted = new Map<string, string>();
  for (const { container, image } of command.images) {
    const found = container === '*' ? names : names.filter((name) => name === container);
    if (found.length === 0) return refused(`unable to find container named "${container}"`);
    for (const name of found) wanted.set(name, image);
  }
  const items = [...wanted].map(([name, image]) => ({ name, image }));
  const containers = items.filter(({ name }) => !isInit(name));
  const initContainers = items.filter(({ name }) => isInit(name));
  const changed = {
    ...(containers.length === 0 ? {} : { containers }),
    ...(initContainers.length === 0 ? {} : { initContainers }),
  };
  return patch(task, 'strategic', { spec: isPod ? changed : { template: { spec: changed } } });
}

function restart(task: Task, deployment: Deployment, epochMicros: number): Next {
  if (deployment.spec.paused === true) return refused("can't restart paused deployment (run rollout resume first)");
  const annotations = { 'kubectl.kubernetes.io/restartedAt': formatRfc3339(epochMicros) };
  return patch(task, 'strategic', { spec: { template: { metadata: { annotations } } } });
}

function label(task: Task, command: LabelCommand, object: KubeObject): Next {
  const labels = object.metadata.labels ?? {};
  const changes: { [key: string]: string | null } = {};
  for (const { key, value } of command.set) {
    const current = labels[key];
    if (current === value) continue;
    if (current !== undefined && !command.overwrite) {
      return refused(`'${key}' already has a value (${current}), and --overwrite is false`);
    }
    changes[key] = value;
  }
  for (const key of command.remove) if (labels[key] !== undefined) changes[key] = null;
  return Object.keys(changes).length === 0 ? DONE : patch(task, 'merge', { metadata: { labels: changes } });
}

function patch({ kind, key }: Task, patchType: 'strategic' | 'merge', change: JsonObject): Next {
  return { type: 'request', request: { verb: 'patch', kind, key, patchType, patch: change } };
}

function refused(message: string): Next {
  return { type: 'refused', message };
}
