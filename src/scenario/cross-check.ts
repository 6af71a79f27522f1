// What only a look at the whole scenario shows: an object that is declared twice, and names that nothing in the
// scenario bears: in claims, in commands, in the matches of behaviours. Such a name may be meant (a claim that
// something is not there), so it is a warning.

import { parseCommand } from '../kubectl/parse-command.ts';
import { kindInfo } from '../model/kinds.ts';
import { type Container, keyOf, type NewObject, type Pod } from '../model/objects.ts';
import { OWNER_KINDS } from './behaviour-fields.ts';
import { matchesContainer } from './behaviour-match.ts';
import { parseClaim } from './claim.ts';
import { joinPath } from './file-patterns.ts';
import { FIRST_NAMESPACES } from './first-objects.ts';
import { nearestNameHint, type Problem } from './problem.ts';
import type { PartialDocument } from './readable-parts.ts';
import type { BehaviourMatch, Scenario } from './scenario.ts';
import { profilesOfScenario } from './scheduler-profiles.ts';
import { problemAt } from './schema-problems.ts';
import type { Path, SourceDocument } from './source-document.ts';

export interface CrossCheck {
  readonly main: SourceDocument;
  readonly fields: PartialDocument['spec'];
  readonly scenario: Scenario;
  /** Folder of the main file. */
  readonly folder: string;
  /** The nodes of the pools; absent where those are wrong. */
  readonly nodes: readonly string[] | undefined;
  /** Whether all objects could be read: else nobody knows which are missing. */
  readonly isWhole: boolean;
}

/** The problems of a scenario's parts with each other. */
export function crossProblems(check: CrossCheck): readonly Problem[] {
  const known = knownNames(check);
  return [
    ...twiceDeclared(check),
    ...claimProblems(check, known),
    ...commandProblems(check, known),
    ...(check.isWhole ? behaviourProblems(check) : []),
    ...unscheduledPods(check),
    ...missingNamespaces(check, known),
  ];
}

/** Kinds whose objects have the names that somebody gave them. */
const NAMED_KINDS: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'Node']);

/** Commands after which a name or a label may be there that no file holds. */
const MAKERS = /^(?:create .|run$|label$|patch$)/;

function twiceDeclared({ scenario, folder }: CrossCheck): readonly Problem[] {
  const first = new Map<string, string>();
  return scenario.manifests.flatMap(({ objects }) =>
    objects.flatMap(({ object, source }): readonly Problem[] => {
      if (object.metadata.name === undefined) return [];
      const id = `${object.kind} ${keyOf(object)}`;
      const place = first.get(id);
      if (place === undefined) {
        first.set(id, `${source.file}:${source.line}`);
        return [];
      }
      const message = `${id} is declared twice: it stands at ${place} already`;
      const at = { file: joinPath(folder, source.file), line: source.line, column: 1, path: '' };
      return [{ ...at, message, found: '', allowed: '', hint: '', severity: 'error' }];
    }),
  );
}

interface KnownNames {
  /** Keys (`namespace/name`) by kind. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
  readonly isWhole: boolean;
}

function knownNames({ scenario, nodes, isWhole }: CrossCheck): KnownNames {
  const keys = new Map<string, string[]>();
  const add = (kind: string, key: string): void => {
    const list = keys.get(kind);
    if (list === undefined) keys.set(kind, [key]);
    else list.push(key);
  };
  for (const node of nodes ?? []) add('Node', node);
  for (const object of objectsOf(scenario)) add(object.kind, keyOf(object));
  return { keys, isWhole: isWhole && !commandsOf(scenario).some(({ verb }) => MAKERS.test(verb)) };
}

function commandsOf({
  timeline,
}: Scenario): readonly Extract<Scenario['timeline'][number], { type: 'do' }>['command'][] {
  return timeline.flatMap((entry) => (entry.type === 'do' ? [entry.command] : []));
}

/** The objects of the start, and those of files that commands apply. */
function objectsOf(scenario: Scenario): readonly NewObject[] {
  const first = scenario.manifests.flatMap(({ objects }) => objects.map(({ object }) => object));
  const later = commandsOf(scenario).flatMap(({ manifests }) => (manifests ?? []).map(({ object }) => object));
  return [...first, ...later];
}

interface UnknownName {
  readonly message: string;
  readonly hint: string;
  readonly note?: string;
}

/** The warning about a name that nothing bears; undefined where something does, or may. */
function unknownName(
  kind: string,
  key: string,
  { nodes }: CrossCheck,
  { keys, isWhole }: KnownNames,
): UnknownName | undefined {
  if (kind === 'Node' ? nodes === undefined : !isWhole) return undefined;
  const there = keys.get(kind) ?? [];
  if (there.includes(key)) return undefined;
  const isOfOwner = (owner: string): boolean => key.startsWith(`${owner}-`);
  if (!NAMED_KINDS.has(kind) && [...keys.values()].some((owners) => owners.some(isOfOwner))) return undefined;
  const nameOf = (each: string): string => each.slice(each.indexOf('/') + 1);
  const name = nameOf(key);
  const elsewhere = there.filter((each) => nameOf(each) === name).map((each) => each.slice(0, each.indexOf('/')));
  if (elsewhere.length > 0) {
    const message = `there is no ${kind} ${name} in namespace ${key.slice(0, key.indexOf('/'))}`;
    return { message, hint: '', note: `there is one in ${elsewhere.join(', ')}` };
  }
  const hint = nearestNameHint(name, there.map(nameOf));
  return { message: `there is no ${kind} ${name}, and no command creates one`, hint };
}

function claimProblems(check: CrossCheck, known: KnownNames): readonly Problem[] {
  const { fields, main } = check;
  return fields.expect.flatMap((entry, index): readonly Problem[] => {
    const claim = entry === undefined ? undefined : parseClaim(entry.that, fields.namespace);
    if (claim?.ok !== true) return [];
    const { kind, namespace, name } = claim.value.subject;
    if (name === undefined || claim.value.metric === 'exists') return [];
    const unknown = unknownName(kind, namespace === undefined ? name : `${namespace}/${name}`, check, known);
    return unknown === undefined ? [] : [warningAt(main, ['spec', 'expect', index, 'that'], name, unknown)];
  });
}

function commandProblems(check: CrossCheck, known: KnownNames): readonly Problem[] {
  const { fields, main } = check;
  return fields.timeline.flatMap((entry, index): readonly Problem[] => {
    const parsed = entry?.do === undefined ? undefined : parseCommand(entry.do, fields.namespace);
    if (parsed?.ok !== true) return [];
    const { namespace, targets = [] } = parsed.command as typeof parsed.command & Targets;
    return targets.flatMap((target): readonly Problem[] => {
      if (target.by !== 'name' || target.name === undefined || !NAMED_KINDS.has(target.resource.kind)) return [];
      const { kind, isNamespaced } = target.resource;
      const unknown = unknownName(kind, isNamespaced ? `${namespace}/${target.name}` : target.name, check, known);
      return unknown === undefined ? [] : [warningAt(main, ['spec', 'timeline', index, 'do'], target.name, unknown)];
    });
  });
}

/** What commands that name objects have in common. */
interface Targets {
  readonly targets?: readonly {
    readonly by: string;
    readonly name?: string;
    readonly resource: { readonly kind: string; readonly isNamespaced: boolean };
  }[];
}

function warningAt(main: SourceDocument, path: Path, found: string, { message, hint, note }: UnknownName): Problem {
  const { value } = main;
  const text = path.reduce<unknown>((part, step) => (part as { readonly [step: string]: unknown })[step], value);
  const words = [...String(text).matchAll(/[^\s/,]+/g)];
  const place = main.placeWithin(path, words.find(([word]) => word === found)?.index ?? 0);
  const problem = { ...problemAt(main, path, message, '', hint), ...place, found, severity: 'warning' as const };
  return note === undefined ? problem : { ...problem, note };
}

/** Objects of the start in a namespace that nobody creates: the API server refuses them. */
function missingNamespaces({ scenario, folder }: CrossCheck, { keys, isWhole }: KnownNames): readonly Problem[] {
  if (!isWhole) return [];
  const there = [...FIRST_NAMESPACES, ...(keys.get('Namespace') ?? [])];
  const written = scenario.manifests.flatMap(({ objects }) => objects);
  return written.flatMap(({ object, source }): readonly Problem[] => {
    const { namespace } = object.metadata;
    if (namespace === undefined || there.includes(namespace) || !kindInfo(object.kind).isNamespaced) return [];
    const at = { file: joinPath(folder, source.file), line: source.line, column: 1, path: 'metadata.namespace' };
    const message = `there is no namespace ${namespace}, and no command creates one: this is refused`;
    const hint = nearestNameHint(namespace, keys.get('Namespace') ?? []);
    return [
      {
        ...at,
        message,
        found: '',
        allowed: '',
        note: 'a Namespace among the documents makes it',
        hint,
        severity: 'warning',
      },
    ];
  });
}

/** Labels that controllers put on their pods. */
const OWN_LABELS: ReadonlySet<string> = new Set([
  'pod-template-hash',
  'controller-revision-hash',
  'apps.kubernetes.io/pod-index',
  'statefulset.kubernetes.io/pod-name',
  'batch.kubernetes.io/job-name',
  'job-name',
]);

/** Behaviours that no pod template of the scenario is for. */
function behaviourProblems({ main, fields, scenario }: CrossCheck): readonly Problem[] {
  if (commandsOf(scenario).some(({ verb }) => MAKERS.test(verb))) return [];
  const pods = objectsOf(scenario).flatMap(podsOf);
  return scenario.behaviours.flatMap(({ match }, index): readonly Problem[] => {
    if (fields.behaviours[index] === undefined || mayMatchLater(match)) return [];
    const isFor = (pod: Pod): boolean => containersOf(pod).some((container) => matchesContainer(match, pod, container));
    if (pods.some(isFor)) return [];
    const problem = problemAt(main, ['spec', 'behaviours', index, 'match'], 'no container of the scenario matches');
    return [{ ...problem, severity: 'warning' }];
  });
}

function containersOf({ spec }: Pod): readonly Container[] {
  return [...(spec.initContainers ?? []), ...spec.containers];
}

/** Names and labels of pods that are made during the run; a kind without pods is a problem of its own. */
function mayMatchLater({ kind, name, selector }: BehaviourMatch): boolean {
  if (name !== undefined && (kind === undefined || kind === 'Pod' || kind === 'ReplicaSet' || kind === 'Job'))
    return true;
  if (kind !== undefined && !OWNER_KINDS.includes(kind)) return true;
  return selector?.requirements.some(({ key }) => OWN_LABELS.has(key)) ?? false;
}

/** Pods that ask for a scheduler that nobody runs. */
function unscheduledPods({ scenario, folder }: CrossCheck): readonly Problem[] {
  const names = [...profilesOfScenario(scenario).keys()];
  const written = scenario.manifests.flatMap(({ objects }) => objects);
  return written.flatMap(({ object, source }) =>
    podsOf(object).flatMap(({ spec: { schedulerName } }): readonly Problem[] => {
      if (schedulerName === undefined || names.includes(schedulerName)) return [];
      const at = { file: joinPath(folder, source.file), line: source.line, column: 1, path: 'schedulerName' };
      const message = `no scheduler of the cluster is called ${schedulerName}: such pods stay Pending`;
      const hint = nearestNameHint(schedulerName, names);
      return [{ ...at, message, found: '', allowed: names.join(', '), hint, severity: 'warning' }];
    }),
  );
}

interface Template {
  readonly metadata?: Pod['metadata'];
  readonly spec: Pod['spec'];
}

/** A pod as an object of the scenario will have it: itself, or one of its template. */
function podsOf(object: NewObject): readonly Pod[] {
  if (object.kind === 'Pod') return [object as unknown as Pod];
  const { spec } = object as unknown as {
    readonly spec?: { readonly template?: Template; readonly jobTemplate?: { readonly spec: { template: Template } } };
  };
  const template = spec?.template ?? spec?.jobTemplate?.spec.template;
  if (template === undefined) return [];
  const { kind, apiVersion, metadata } = object;
  const { namespace, name = '' } = metadata;
  const isDeployment = kind === 'Deployment';
  const hash = { 'pod-template-hash': 'hash' };
  const owner = isDeployment ? { kind: 'ReplicaSet', name: `${name}-hash` } : { kind, name };
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${name}-`,
      ...(namespace === undefined ? {} : { namespace }),
      labels: { ...template.metadata?.labels, ...(isDeployment ? hash : {}) },
      ownerReferences: [{ ...owner, apiVersion, uid: '', controller: true }],
    },
    spec: template.spec,
    status: {},
  };
  return [pod as unknown as Pod];
}
