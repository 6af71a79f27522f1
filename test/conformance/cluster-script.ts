// The actions of a recorded cluster, carried out on a simulated one: manifests and commands of kubectl become the requests
// that kubectl sends, raw requests are sent as they are. Names that end by chance are found by the objects' places: the
// n-th pod of a ReplicaSet, preferably on the node where the recorded one was.

import { parseAllDocuments } from 'yaml';
import type { Cluster } from '../../src/cluster/cluster.ts';
import type { ApiRequest, Verdict } from '../../src/cluster/request.ts';
import { applyPatch, withLastApplied } from '../../src/model/apply-patch.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { KINDS, kindInfo, kindOfWord } from '../../src/model/kinds.ts';
import type { Deployment, KubeObject, NewObject, Node } from '../../src/model/objects.ts';
import { keyOf } from '../../src/model/objects.ts';
import { matchesSelector } from '../../src/model/selector.ts';
import { parseSelector } from '../../src/model/selector-parser.ts';
import { fromApiJson } from '../../src/model/times.ts';
import type { RecordedAction, Recording } from './cluster-recording.ts';

/** Finds the simulated object's name for a recorded one. */
export type NameOf = (kind: string, recorded: string) => string;

export interface Script {
  readonly cluster: Cluster;
  readonly recording: Recording;
  readonly nameOf: NameOf;
  readonly epochMicros: number;
}

/** One object's part of an action, to be carried out at a time of its own. */
export interface Step {
  readonly kind: string;
  /** As recorded; empty where a selector chooses. */
  readonly name: string;
  run(): void;
}

/** The steps of an action; none for what only looks. */
export function stepsOf(script: Script, action: RecordedAction): readonly Step[] {
  const { command, body } = action;
  if (action.do?.op === 'request') return [rawStep(script, action.do.path as string, body)];
  const words = wordsOf(command.replace(/ -n [a-z0-9-]+$/, ''));
  if (words[0] !== 'kubectl') return [];
  const [, verb = '', ...rest] = words;
  const args = rest.filter((word) => !word.startsWith('-'));
  const flags = new Map(rest.filter((word) => word.startsWith('--')).map((word) => split(word.slice(2), '=')));
  switch (verb) {
    case 'apply':
      return manifests(script, action.manifest ?? '').map((object) => applyStep(script, object));
    case 'scale':
      return targets(args).map((at) =>
        patchStep(script, at, 'merge', { spec: { replicas: Number(flags.get('replicas')) } }),
      );
    case 'set':
      return setImage(script, args.slice(1));
    case 'delete':
      return deleteSteps(script, rest, args, flags);
    case 'label':
    case 'annotate':
      return mapSteps(script, args, verb === 'label' ? 'labels' : 'annotations');
    case 'patch':
      return patchSteps(script, rest, args, flags);
    case 'rollout':
      return rollout(script, args);
    case 'cordon':
    case 'uncordon':
      return args.map((name) =>
        patchStep(script, { kind: 'Node', name }, 'merge', {
          spec: { unschedulable: verb === 'cordon' ? true : null },
        }),
      );
    case 'taint':
      return [taintStep(script, args[1] ?? '', args[2] ?? '')];
    case 'create':
      return [createConfigMap(script, args[1] ?? '')];
    default:
      return [];
  }
}

interface At {
  readonly kind: string;
  readonly name: string;
}

function wordsOf(command: string): readonly string[] {
  return [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

function split(text: string, separator: string): [string, string] {
  const index = text.indexOf(separator);
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + separator.length)];
}

/** `deployment/web`, or a kind and names. */
function targets(args: readonly string[]): readonly At[] {
  const [first = '', ...names] = args;
  if (!first.includes('/')) return names.map((name) => ({ kind: kindOfWord(first)?.kind ?? '', name }));
  return args.map((word) => {
    const [kind, name] = split(word, '/');
    return { kind: kindOfWord(kind)?.kind ?? '', name };
  });
}

function keyFor({ recording, nameOf }: Script, { kind, name }: At): string {
  const own = nameOf(kind, name);
  return kindInfo(kind).isNamespaced ? `${recording.namespace}/${own}` : own;
}

function ask({ cluster }: Script, request: ApiRequest): Verdict {
  return cluster.api.commit(cluster.kernel.now, 'kubectl', undefined, request);
}

function manifests({ recording, epochMicros }: Script, name: string): readonly NewObject[] {
  const objects = parseAllDocuments(recording.manifests[name] ?? '').map((document) => document.toJS() as unknown);
  return objects
    .filter((object) => object !== null)
    .map((object) => fromApiJson(quantities(object), epochMicros) as NewObject);
}

/** Quantities as texts, as stored. */
function quantities(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(quantities);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => {
      const isAmounts = field === 'requests' || field === 'limits';
      if (!isAmounts || typeof inner !== 'object' || inner === null) return [field, quantities(inner)];
      return [field, Object.fromEntries(Object.entries(inner).map(([resource, amount]) => [resource, String(amount)]))];
    }),
  );
}

function applyStep(script: Script, object: NewObject): Step {
  const { kind, metadata } = object;
  return {
    kind,
    name: metadata.name ?? '',
    run() {
      const current = script.cluster.store.current(kind, keyOf(object));
      if (current === undefined) {
        ask(script, {
          verb: 'create',
          kind,
          object: withLastApplied(object as unknown as JsonObject) as unknown as NewObject,
        });
        return;
      }
      const patch = applyPatch(object as unknown as JsonObject, current as unknown as JsonObject);
      if (patch !== undefined) ask(script, { verb: 'patch', kind, key: keyOf(object), patchType: 'strategic', patch });
    },
  };
}

function patchStep(script: Script, at: At, patchType: 'merge' | 'strategic', patch: JsonObject): Step {
  return {
    ...at,
    run() {
      ask(script, { verb: 'patch', kind: at.kind, key: keyFor(script, at), patchType, patch });
    },
  };
}

function setImage(script: Script, args: readonly string[]): readonly Step[] {
  const [target = '', change = ''] = args;
  const [name, image] = split(change, '=');
  const patch = { spec: { template: { spec: { containers: [{ name, image }] } } } };
  return targets([target]).map((at) => patchStep(script, at, 'strategic', patch));
}

function deleteSteps(
  script: Script,
  rest: readonly string[],
  args: readonly string[],
  flags: ReadonlyMap<string, string>,
): readonly Step[] {
  const cascade = flags.get('cascade');
  const propagationPolicy = cascade === 'foreground' ? 'Foreground' : cascade === 'orphan' ? 'Orphan' : 'Background';
  const grace = flags.has('grace-period') ? { gracePeriodSeconds: Number(flags.get('grace-period')) } : {};
  const remove = (kind: string, key: string): void => {
    ask(script, { verb: 'delete', kind, key, propagationPolicy, ...grace });
  };
  const selector = rest.indexOf('-l');
  if (selector < 0) {
    return targets(args).map((at) => ({ ...at, run: () => remove(at.kind, keyFor(script, at)) }));
  }
  const kind = kindOfWord(args[0] ?? '')?.kind ?? '';
  const run = (): void => {
    for (const object of matching(script, kind, rest[selector + 1] ?? '')) remove(kind, keyOf(object));
  };
  return [{ kind, name: '', run }];
}

function matching({ cluster, recording }: Script, kind: string, text: string): readonly KubeObject[] {
  const selector = parseSelector(text);
  if (!selector.ok) throw new Error(selector.error);
  return [...cluster.store.entries(kind)]
    .filter(({ isGone }) => !isGone)
    .map(({ object }) => object)
    .filter(({ metadata }) => metadata.namespace === recording.namespace)
    .filter(({ metadata }) => matchesSelector(selector.value, metadata.labels));
}

/** `kubectl label node a b pool=x` and `pool-`. */
function mapSteps(script: Script, args: readonly string[], field: string): readonly Step[] {
  const changes = args.slice(1).filter((word) => /=|-$/.test(word));
  const names = args.slice(1).filter((word) => !changes.includes(word));
  const values = Object.fromEntries(
    changes.map((word) => (word.endsWith('-') ? [word.slice(0, -1), null] : split(word, '='))),
  );
  const kind = kindOfWord(args[0] ?? '')?.kind ?? '';
  return names.map((name) => patchStep(script, { kind, name }, 'merge', { metadata: { [field]: values } }));
}

function patchSteps(
  script: Script,
  rest: readonly string[],
  args: readonly string[],
  flags: ReadonlyMap<string, string>,
): readonly Step[] {
  const patch: unknown = JSON.parse(rest[rest.indexOf('-p') + 1] ?? '{}');
  const [at] = targets(args.slice(0, 2));
  if (at === undefined) return [];
  if (flags.get('type') !== 'json') {
    return [patchStep(script, at, flags.get('type') === 'merge' ? 'merge' : 'strategic', patch as JsonObject)];
  }
  const removals = patch as readonly { readonly op: string; readonly path: string }[];
  return [
    {
      ...at,
      run: () =>
        removeFields(
          script,
          at,
          removals.map(({ path }) => path),
        ),
    },
  ];
}

/** JSON patches that only take away. */
function removeFields(script: Script, at: At, paths: readonly string[]): void {
  const current = script.cluster.store.current(at.kind, keyFor(script, at));
  if (current === undefined) return;
  const object = structuredClone(current);
  for (const path of paths) {
    const fields = path.split('/').slice(1);
    const last = fields.pop() ?? '';
    let place = object as unknown as { [field: string]: unknown };
    for (const field of fields) place = place[field] as { [field: string]: unknown };
    if (Array.isArray(place)) place.splice(Number(last), 1);
    else delete place[last];
  }
  ask(script, { verb: 'update', kind: at.kind, object });
}

function rollout(script: Script, args: readonly string[]): readonly Step[] {
  const [what = '', ...rest] = args;
  const at = targets(rest);
  if (what === 'pause' || what === 'resume') {
    return at.map((one) => patchStep(script, one, 'strategic', { spec: { paused: what === 'pause' ? true : null } }));
  }
  if (what !== 'undo') return [];
  return at.map((one) => ({ ...one, run: () => undo(script, one) }));
}

/** Back to the template of the revision before. */
function undo(script: Script, at: At): void {
  const { store } = script.cluster;
  const deployment = store.current(at.kind, keyFor(script, at)) as Deployment;
  const sets = [...store.controlledBy('ReplicaSet', deployment.metadata.uid)].map(({ object }) => object as Deployment);
  const revision = ({ metadata }: KubeObject): number =>
    Number(metadata.annotations?.['deployment.kubernetes.io/revision']);
  const [, before] = sets.toSorted((a, b) => revision(b) - revision(a));
  if (before === undefined) return;
  const { 'pod-template-hash': _, ...labels } = before.spec.template.metadata?.labels ?? {};
  const template = { ...before.spec.template, metadata: { ...before.spec.template.metadata, labels } };
  ask(script, {
    verb: 'update',
    kind: at.kind,
    object: { ...deployment, spec: { ...deployment.spec, template } } as Deployment,
  });
}

function taintStep(script: Script, name: string, text: string): Step {
  return {
    kind: 'Node',
    name,
    run() {
      const node = script.cluster.store.current('Node', name) as Node;
      const taints = node.spec.taints ?? [];
      const isRemoval = text.endsWith('-');
      const [keyValue, effect] = split(isRemoval ? text.slice(0, -1) : text, ':');
      const [key, value] = split(keyValue, '=');
      const others = taints.filter((taint) => taint.key !== key);
      const { taints: _, ...spec } = node.spec;
      const next = isRemoval ? others : [...others, { key, value, effect: effect as 'NoExecute' }];
      ask(script, {
        verb: 'update',
        kind: 'Node',
        object: { ...node, spec: next.length === 0 ? spec : { ...spec, taints: next } } as Node,
      });
    },
  };
}

function createConfigMap(script: Script, name: string): Step {
  const metadata = { name, namespace: script.recording.namespace };
  const object: NewObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata };
  return { kind: 'ConfigMap', name, run: () => void ask(script, { verb: 'create', kind: 'ConfigMap', object }) };
}

/** POST of a node, PATCH of a status. */
function rawStep(script: Script, path: string, body: unknown): Step {
  const parts = path.split('/').filter((part) => part !== '');
  const object = body as NewObject;
  if (object.kind !== undefined) {
    const created = fromApiJson(body, script.epochMicros) as NewObject;
    const run = (): void => void ask(script, { verb: 'create', kind: object.kind, object: created });
    return { kind: object.kind, name: object.metadata.name ?? '', run };
  }
  const subresource = parts.at(-1) === 'status' ? 'status' : undefined;
  const [plural = '', name = ''] = parts.slice(subresource === undefined ? -2 : -3);
  const kind = KINDS.find((info) => info.plural === plural)?.kind ?? '';
  const patch = body as JsonObject;
  const run = (): void => {
    const key = keyFor(script, { kind, name });
    const sub = subresource === undefined ? {} : { subresource: subresource as 'status' };
    ask(script, { verb: 'patch', kind, key, patchType: 'strategic', patch, ...sub });
  };
  return { kind, name, run };
}
