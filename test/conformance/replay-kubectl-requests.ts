// Replays api/kubectl-requests: which writes each command asks of the API server, and with which bodies. Reads are not
// compared: a real kubectl also asks for schemas, and reads twice what it could read once.

import type { ApiRequest } from '../../src/cluster/request.ts';
import { parseWords } from '../../src/kubectl/parse-command.ts';
import { kindInfo } from '../../src/model/kinds.ts';
import type { NewObject } from '../../src/model/objects.ts';
import { KubectlPlace } from './kubectl-place.ts';
import type { KubectlLine } from './kubectl-recording.ts';
import { firstDifference, type Replayer, type Vector } from './replayer.ts';

interface RecordedRequest {
  readonly method: string;
  readonly url: string;
  readonly content_type?: string;
  readonly body?: unknown;
}

interface Recording {
  readonly argv: readonly string[];
  readonly requests: readonly RecordedRequest[];
}

const NAMESPACE = 'k';
const IMAGE = 'registry.example/app';

const CONTENT_TYPES: { readonly [patchType: string]: string } = {
  strategic: 'application/strategic-merge-patch+json',
  merge: 'application/merge-patch+json',
  json: 'application/json-patch+json',
};

export const kubectlRequestsReplayer: Replayer = {
  folder: 'api',
  set: 'kubectl-requests',
  scope(vector) {
    const { argv } = recordingOf(vector);
    if (writesOf(vector).length === 0) return 'asks for nothing but reads';
    if (argv.some((word) => /^--(server-side|dry-run=server|current-replicas)/.test(word))) {
      return 'server-side apply, dry runs and preconditions are not modelled';
    }
    const words = argv.slice(1).map((text) => ({ text, offset: 0 }));
    const parsed = parseWords(words, 0, NAMESPACE);
    if (!parsed.ok) return parsed.problems[0]?.message ?? 'not spoken';
    return undefined;
  },
  replay(vector) {
    const { argv } = recordingOf(vector);
    const line: KubectlLine = {
      id: vector.id,
      group: `x/${NAMESPACE}`,
      role: 'check',
      argv,
      files: { 'web.yaml': manifestText(2), 'web3.yaml': manifestText(3) },
      stdout: '',
      stderr: '',
      exit: 0,
      seconds: 0,
    };
    const place = placeWithObjects(line, argv, writesOf(vector));
    place.type(line);
    const expected = writesOf(vector).map(expectedWrite);
    const actual: Write[] = [];
    for (const request of place.asked) actual.push(...actualWrite(request, expected[actual.length]));
    return firstDifference(expected, actual);
  },
};

function recordingOf(vector: Vector): Recording {
  return vector.data as unknown as Recording;
}

function writesOf(vector: Vector): readonly RecordedRequest[] {
  return recordingOf(vector).requests.filter(({ method }) => method !== 'GET');
}

function manifestText(replicas: number): string {
  return JSON.stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: NAMESPACE, labels: { app: 'web' } },
    spec: {
      replicas,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: {
          containers: [{ name: 'app', image: `${IMAGE}:v1`, resources: { requests: { cpu: '100m', memory: '64Mi' } } }],
        },
      },
    },
  });
}

/** The names of the pods that a recording deletes or evicts. */
function podNames(writes: readonly RecordedRequest[]): readonly string[] {
  return writes.flatMap(({ url }) => /\/pods\/([^/?]+)(?:\/eviction)?$/.exec(url)?.[1] ?? []);
}

/** The cluster as it was when the words were typed, as far as they look at it. */
function placeWithObjects(
  line: KubectlLine,
  argv: readonly string[],
  writes: readonly RecordedRequest[],
): KubectlPlace {
  const place = new KubectlPlace(line);
  const isNew = argv.includes('web.yaml');
  const words = argv.join(' ');
  const typed = (text: string): unknown =>
    place.type({ ...line, argv: ['kubectl', ...text.split(' '), '-n', NAMESPACE] });
  typed(`create namespace ${NAMESPACE}`);
  if (!isNew) typed(words.includes('web3.yaml') ? 'apply -f web.yaml' : 'apply -f web3.yaml');
  if (words.includes('expose')) typed('label deploy web a=b');
  if (words.includes('resume')) typed('rollout pause deploy/web');
  if (words.includes('undo')) {
    typed('annotate deploy web deployment.kubernetes.io/revision=2');
    for (const [revision, image] of [
      [1, 'v1'],
      [2, 'v2'],
    ] as const) {
      place.create(replicaSet(revision, image));
    }
    typed(`set image deploy/web app=${IMAGE}:v2`);
  }
  typed('create deployment d2 --image=nginx');
  typed('create namespace k2');
  if (words.includes('create deployment')) typed('delete deployment d2');
  if (words.includes('create ns')) typed('delete namespace k2');
  place.create(nodeFor(words));
  for (const name of podNames(writes)) place.create(pod(name));
  place.asked.length = 0;
  return place;
}

function replicaSet(revision: number, image: string): NewObject {
  const labels = { app: 'web', 'pod-template-hash': `hash${revision}` };
  const controller = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'theirs', controller: true };
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `web-hash${revision}`,
      namespace: NAMESPACE,
      labels,
      annotations: { 'deployment.kubernetes.io/revision': `${revision}` },
      ownerReferences: [controller],
    },
    spec: {
      replicas: 0,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            { name: 'app', image: `${IMAGE}:${image}`, resources: { requests: { cpu: '100m', memory: '64Mi' } } },
          ],
        },
      },
    },
  } as NewObject;
}

function nodeFor(words: string): NewObject {
  const taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule', timeAdded: 0 };
  const spec = words.includes(' cordon') ? {} : { unschedulable: true, taints: [taint] };
  return { apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-0' }, spec, status: {} } as unknown as NewObject;
}

function pod(name: string): NewObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: NAMESPACE },
    spec: { containers: [{ name: 'c', image: 'c' }], nodeName: 'node-0' },
  } as NewObject;
}

interface Write {
  readonly method: string;
  readonly path: string;
  readonly type?: string;
  readonly body?: unknown;
}

function expectedWrite({ method, url, content_type: type = '', body }: RecordedRequest): Write {
  const path = url.replace(/\?.*$/, '');
  if (type.includes('protobuf')) return { method, path };
  return { method, path, ...(method === 'PATCH' ? { type } : {}), body: withoutTimes(body) };
}

/** A request as it would go over the wire; nothing for reads. Bodies in protobuf are not compared. */
function actualWrite(request: ApiRequest, expected: Write | undefined): readonly Write[] {
  const body = (value: unknown): { readonly body?: unknown } =>
    expected !== undefined && !('body' in expected) ? {} : { body: withoutTimes(value) };
  switch (request.verb) {
    case 'create': {
      const { metadata, ...rest } = request.object;
      const { namespace, ...named } = metadata;
      const isManifest = request.object.kind === 'Deployment';
      const path = pathOf(request.kind, namespace ?? '', '');
      return [{ method: 'POST', path, ...body({ ...rest, metadata: isManifest ? metadata : named }) }];
    }
    case 'patch': {
      const [namespace = '', name = namespace] = request.key.split('/');
      const path = pathOf(request.kind, namespace, name);
      const part = request.subresource === undefined ? '' : `/${request.subresource}`;
      const type = CONTENT_TYPES[request.patchType] ?? '';
      return [{ method: 'PATCH', path: `${path}${part}`, type, ...body(request.patch) }];
    }
    case 'delete': {
      const [namespace = '', name = namespace] = request.key.split('/');
      const { gracePeriodSeconds, propagationPolicy } = request;
      const grace = gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds };
      return [
        { method: 'DELETE', path: pathOf(request.kind, namespace, name), ...body({ ...grace, propagationPolicy }) },
      ];
    }
    case 'evict': {
      const [namespace = '', name = ''] = request.key.split('/');
      const eviction = { kind: 'Eviction', apiVersion: 'policy/v1', metadata: { name, namespace }, deleteOptions: {} };
      return [{ method: 'POST', path: `${pathOf('Pod', namespace, name)}/eviction`, ...body(eviction) }];
    }
    default:
      return [];
  }
}

function pathOf(kind: string, namespace: string, name: string): string {
  const { apiVersion, plural, isNamespaced } = kindInfo(kind);
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const scope = isNamespaced ? `/namespaces/${namespace}` : '';
  return `${root}${scope}/${plural}${name === '' ? '' : `/${name}`}`;
}

/** Times of the recording and of the replay differ. */
function withoutTimes(value: unknown): unknown {
  const text = JSON.stringify(value, (field, inner: unknown) => (field === 'timeAdded' ? '<time>' : inner));
  return JSON.parse(text.replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, '<time>')) as unknown;
}
