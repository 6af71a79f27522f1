// Scenario files to a Scenario, or to every problem that they have at once. Nothing half-done: a run starts only from
// a scenario without errors. What else has to be read (manifests, files of `kubectl apply -f`) comes through a
// function, because the command line, the server and the browser each read in their own way.

import { deepFreeze } from '../base/deep-freeze.ts';
import { micros } from '../base/time.ts';
import { parseQuantity, wholeValueOf } from '../model/quantity.ts';
import { readArrivals } from './arrivals.ts';
import { readBehaviours } from './behaviour-fields.ts';
import { crossProblems } from './cross-check.ts';
import { createCustomManifests } from './custom-manifests.ts';
import type { PoolFields } from './document.ts';
import { readExpectations } from './expectation-entry.ts';
import { folderOf } from './file-patterns.ts';
import { planNodes } from './first-objects.ts';
import type { ManifestContext } from './manifest.ts';
import { manifestFile, type ReadFiles, type Reading, readManifestFiles } from './manifest-files.ts';
import { addProblems, byPlace, type Problem } from './problem.ts';
import { type PartialDocument, readableParts } from './readable-parts.ts';
import type { ManifestFile, Pool, Scenario } from './scenario.ts';
import { readSchedulers, type SchedulerChoices } from './scheduler-entry.ts';
import { DEFAULT_POOL, scenarioSchema } from './schema.ts';
import { problemAt, schemaProblems } from './schema-problems.ts';
import {
  fileProblem,
  mayHoldScenario,
  type Path,
  readDocuments,
  type SourceDocument,
  type SourceFile,
} from './source-document.ts';
import { readTimeline } from './timeline-entries.ts';
import { withoutRepeats } from './unmodelled-fields.ts';

/** Addresses of a /24 without the network's own, the gateway's and the broadcast address. */
const PODS_OF_A_NODE_MAX = 253;

export type ParsedScenario =
  | { readonly ok: true; readonly scenario: Scenario; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Reads one scenario: at most one document of kind Scenario, everything else Kubernetes objects. `choices` stand in for
 * what the scenario says of its scheduler.
 */
export function parseScenario(
  files: readonly SourceFile[],
  read: ReadFiles,
  choices: SchedulerChoices = {},
): ParsedScenario {
  const reading: Reading = { problems: [], read, custom: createCustomManifests() };
  const cut = files.map((file) => cutFile(file, reading));
  const documents = cut.flatMap(({ scenarios }) => scenarios);
  const isEmpty = cut.every(({ scenarios, manifests }) => scenarios.length === 0 && manifests.length === 0);
  if (isEmpty && reading.problems.length === 0) {
    reading.problems.push(fileProblem(files[0]?.name ?? '', 'nothing to run', 'a Scenario or Kubernetes objects'));
  }
  for (const extra of documents.slice(1))
    reading.problems.push(problemAt(extra, [], 'a second Scenario', 'one Scenario'));
  for (const { repeats } of documents) addProblems(reading.problems, repeats);
  const main = documents[0] ?? defaultDocument(files[0]?.name ?? 'scenario.yaml');
  const parsed = scenarioSchema.safeParse(main.value);
  const document = parsed.data ?? readableParts(main.value);
  const context = {
    namespace: document.spec.namespace,
    startsAtEpochMicros: document.spec.startsAt,
    folder: folderOf(main.file),
  };
  const own = cut.map(({ file, manifests }) => manifestFile(file, manifests, context, reading));
  const scenario = build(document, main, own, context, reading, choices);
  if (!parsed.success) addProblems(reading.problems, schemaProblems(main, scenarioSchema, parsed.error.issues));
  const problems = withoutRepeats(reading.problems.toSorted(byPlace));
  if (problems.some((problem) => problem.severity === 'error')) return { ok: false, problems };
  return { ok: true, scenario: deepFreeze(scenario), warnings: problems };
}

interface CutFile {
  readonly file: string;
  readonly scenarios: readonly SourceDocument[];
  readonly manifests: readonly SourceDocument[];
}

/** A file with a Scenario is read twice, once in each version of YAML; syntax problems are reported once. */
function cutFile(file: SourceFile, reading: Reading): CutFile {
  const asManifests = readDocuments(file, '1.1');
  addProblems(reading.problems, asManifests.problems);
  if (!mayHoldScenario(file.text)) return { file: file.name, scenarios: [], manifests: asManifests.documents };
  const asScenario = asManifests.problems.length > 0 ? [] : readDocuments(file, '1.2').documents;
  return {
    file: file.name,
    scenarios: asScenario.filter(isScenario),
    manifests: asManifests.documents.filter((document) => !isScenario(document)),
  };
}

function isScenario({ value }: SourceDocument): boolean {
  return (value as { readonly kind?: unknown } | undefined)?.kind === 'Scenario';
}

/** Stands for the Scenario that plain Kubernetes YAML does not have. */
function defaultDocument(file: string): SourceDocument {
  const text = 'apiVersion: orrery/v1alpha1\nkind: Scenario\n';
  const [document] = readDocuments({ name: file, text }, '1.2').documents;
  if (document === undefined) throw new Error('the default scenario cannot be read');
  return document;
}

function build(
  { metadata, spec }: PartialDocument,
  main: SourceDocument,
  own: readonly ManifestFile[],
  context: ManifestContext,
  reading: Reading,
  choices: SchedulerChoices,
): Scenario {
  const more = spec.manifests.flatMap((pattern, index) => {
    const files = reading.read(pattern, main.file);
    const path: Path = ['spec', 'manifests', index];
    if (files.length === 0) reading.problems.push(problemAt(main, path, 'no such file'));
    return readManifestFiles(files, context, reading);
  });
  const manifests = [...own, ...more].filter(({ objects }) => objects.length > 0);
  const isWhole = reading.problems.every(({ severity }) => severity === 'warning');
  const pools = readPools(spec.cluster.pools, main, reading);
  const nodes = spec.cluster.pools.includes(undefined) ? undefined : planNodes(pools).map(({ name }) => name);
  const until = micros(spec.until);
  const arrivals = readArrivals(spec.arrivals, main, context, reading);
  const timeline = readTimeline(spec.timeline, { main, context, reading, until, nodes, pools });
  const scenario: Scenario = {
    name: metadata.name ?? nameOfFile(main.file),
    description: spec.description,
    file: main.file,
    namespace: spec.namespace,
    seed: spec.seed,
    startsAtEpochMicros: spec.startsAt,
    until,
    cluster: {
      pools,
      schedulers: readSchedulers(spec.cluster.schedulers, main, reading, choices),
      settings: spec.cluster.settings,
    },
    manifests,
    behaviours: [...readBehaviours(spec.behaviours, main, reading), ...arrivals.behaviours],
    timeline: [...timeline, ...arrivals.entries].sort((a, b) => a.at - b.at),
    expect: readExpectations(spec.expect, main, context, until, reading.problems),
  };
  const { folder } = context;
  addProblems(reading.problems, crossProblems({ main, fields: spec, scenario, folder, nodes, isWhole }));
  return scenario;
}

function nameOfFile(file: string): string {
  const base = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  return base.replace(/\.(ya?ml|json)$/, '');
}

function podsOf({ capacity }: PoolFields): number {
  const pods = parseQuantity(capacity.pods ?? DEFAULT_POOL.capacity.pods ?? '0');
  return pods.ok ? Number(wholeValueOf(pods.value)) : 0;
}

function readPools(
  fields: readonly (PoolFields | undefined)[],
  main: SourceDocument,
  reading: Reading,
): readonly Pool[] {
  const names = new Set<string>();
  fields.forEach((pool, index) => {
    if (pool === undefined) return;
    const path: Path = ['spec', 'cluster', 'pools', index, 'name'];
    if (names.has(pool.name)) reading.problems.push(problemAt(main, path, 'two pools have this name'));
    names.add(pool.name);
    if (podsOf(pool) > PODS_OF_A_NODE_MAX) {
      const at: Path = ['spec', 'cluster', 'pools', index, 'capacity', 'pods'];
      const allowed = `at most ${PODS_OF_A_NODE_MAX}: a node's pods share a /24 of addresses`;
      reading.problems.push(problemAt(main, at, 'more pods than a node has addresses', allowed));
    }
  });
  const pools = fields.length === 0 ? [DEFAULT_POOL] : fields.filter((pool) => pool !== undefined);
  return pools.map((pool) => ({
    ...pool,
    capacity: { ...DEFAULT_POOL.capacity, ...pool.capacity },
    taints: pool.taints.map(({ value, ...taint }) => (value === undefined ? taint : { ...taint, value })),
  }));
}
