// The objects that `kubectl create KIND NAME --flags` makes, as kubectl sends them.
// Mirrors staging/src/k8s.io/kubectl/pkg/cmd/create/create_*.go (v1.36).

import { kindInfo } from '../../model/kinds.ts';
import type { NewObject } from '../../model/objects.ts';
import type { Flag } from '../flags.ts';
import { mapOf, readPairs } from '../pairs.ts';
import type { Reader } from '../reader.ts';

/** How objects of a kind are made. `failed`: what kubectl puts before a refusal. */
export interface Generator {
  readonly words: string;
  readonly flags: readonly Flag[];
  make(reader: Reader, name: string): NewObject | undefined;
  readonly failed?: string;
}

export const GENERATORS: readonly Generator[] = [
  {
    words: 'create deployment',
    flags: [{ name: 'image' }, { name: 'replicas', short: 'r' }, { name: 'port' }],
    make: makeDeployment,
    failed: 'failed to create deployment: ',
  },
  {
    words: 'create namespace',
    flags: [],
    make: (reader, name) => objectOf(reader, 'Namespace', name, { spec: {}, status: {} }),
  },
  {
    words: 'create serviceaccount',
    flags: [],
    make: (reader, name) => objectOf(reader, 'ServiceAccount', name, {}),
    failed: 'failed to create serviceaccount: ',
  },
  {
    words: 'create cronjob',
    flags: [{ name: 'image' }, { name: 'schedule' }, { name: 'restart' }],
    make: makeCronJob,
    failed: 'failed to create cronjob: ',
  },
  {
    words: 'create poddisruptionbudget',
    flags: [{ name: 'selector' }, { name: 'min-available' }, { name: 'max-unavailable' }],
    make: makeBudget,
    failed: 'failed to create poddisruptionbudgets: ',
  },
  {
    words: 'create priorityclass',
    flags: [
      { name: 'value' },
      { name: 'global-default', isSwitch: true },
      { name: 'description' },
      { name: 'preemption-policy' },
    ],
    make: makePriorityClass,
    failed: 'failed to create priorityclass: ',
  },
  {
    words: 'create service clusterip',
    flags: [{ name: 'tcp' }, { name: 'clusterip' }],
    make: (reader, name) => makeService(reader, name, 'ClusterIP'),
    failed: 'failed to create ClusterIP service: ',
  },
  {
    words: 'create service nodeport',
    flags: [{ name: 'tcp' }],
    make: (reader, name) => makeService(reader, name, 'NodePort'),
    failed: 'failed to create NodePort service: ',
  },
  {
    words: 'create service loadbalancer',
    flags: [{ name: 'tcp' }],
    make: (reader, name) => makeService(reader, name, 'LoadBalancer'),
    failed: 'failed to create LoadBalancer service: ',
  },
];

function objectOf(reader: Reader, kind: string, name: string, fields: object, labels?: object): NewObject {
  const { apiVersion, isNamespaced } = kindInfo(kind);
  const metadata = {
    ...(labels === undefined ? {} : { labels }),
    name,
    ...(isNamespaced ? { namespace: reader.namespace } : {}),
  };
  return { apiVersion, kind, metadata, ...fields } as unknown as NewObject;
}

/** `--image`, which most of them need. */
function imageOf(reader: Reader): string | undefined {
  const image = reader.value('image');
  return image ?? reader.complain(reader.end, 'required flag(s) "image" not set', '', '--image=IMAGE');
}

/** The last part of an image's name, without tag and digest, as a container may be named. */
function containerName(image: string): string {
  const name = image.slice(image.lastIndexOf('/') + 1).split(/[:@]/)[0] ?? '';
  return name.replaceAll(/[_.]/g, '-');
}

function commandOf(reader: Reader): object {
  const words = reader.line.rest.map(({ text }) => text);
  return words.length === 0 ? {} : { command: words };
}

function makeDeployment(reader: Reader, name: string): NewObject | undefined {
  const images = reader.all('image');
  if (images.length === 0) return imageOf(reader) as undefined;
  if (images.length > 1 && reader.line.rest.length > 0) {
    return reader.complain(reader.end, 'cannot specify multiple --image options and command', '');
  }
  const port = reader.count('port', 1);
  const labels = { app: name };
  const containers = images.map((image, index) => ({
    ...commandOf(reader),
    image,
    name: containerName(image),
    ...(port === undefined || index > 0 ? {} : { ports: [{ containerPort: port }] }),
    resources: {},
  }));
  const template = { metadata: { labels }, spec: { containers } };
  const replicas = reader.count('replicas', 0) ?? 1;
  const spec = { replicas, selector: { matchLabels: labels }, strategy: {}, template };
  return objectOf(reader, 'Deployment', name, { spec, status: {} }, labels);
}

function makeCronJob(reader: Reader, name: string): NewObject | undefined {
  const image = imageOf(reader);
  const schedule = reader.value('schedule');
  if (schedule === undefined) {
    return reader.complain(reader.end, 'required flag(s) "schedule" not set', '', '--schedule="*/5 * * * *"');
  }
  if (image === undefined) return undefined;
  const containers = [{ ...commandOf(reader), image, name, resources: {} }];
  const restartPolicy = reader.value('restart') ?? 'OnFailure';
  const template = { metadata: {}, spec: { containers, restartPolicy } };
  const spec = { jobTemplate: { metadata: { name }, spec: { template } }, schedule };
  return objectOf(reader, 'CronJob', name, { spec, status: {} });
}

function makeBudget(reader: Reader, name: string): NewObject | undefined {
  const selector = reader.value('selector');
  const [min, max] = [reader.value('min-available'), reader.value('max-unavailable')];
  if (selector === undefined)
    return reader.complain(reader.end, 'a selector must be specified', '', '--selector=app=web');
  if (min === undefined && max === undefined) {
    return reader.complain(reader.end, 'one of min-available or max-unavailable must be specified', '');
  }
  if (min !== undefined && max !== undefined) {
    return reader.complain(reader.end, 'min-available and max-unavailable cannot be both specified', '');
  }
  const amount = (text: string): number | string => (/^\d+$/.test(text) ? Number(text) : text);
  const spec = {
    ...(min === undefined ? {} : { minAvailable: amount(min) }),
    ...(max === undefined ? {} : { maxUnavailable: amount(max) }),
    selector: { matchLabels: mapOf(readPairs(selector.split(','))) },
  };
  return objectOf(reader, 'PodDisruptionBudget', name, { spec });
}

function makePriorityClass(reader: Reader, name: string): NewObject | undefined {
  const text = reader.value('value') ?? '0';
  const value = Number(text);
  if (!/^[+-]?\d{1,10}$/.test(text) || value !== (value | 0)) {
    return reader.complain(reader.end, 'invalid argument for --value', text, 'a whole number of 32 bits');
  }
  const description = reader.value('description') ?? '';
  return objectOf(reader, 'PriorityClass', name, {
    value,
    ...(reader.isOn('global-default') ? { globalDefault: true } : {}),
    ...(description === '' ? {} : { description }),
    preemptionPolicy: reader.value('preemption-policy') ?? 'PreemptLowerPriority',
  });
}

function makeService(reader: Reader, name: string, type: string): NewObject | undefined {
  const given = reader.all('tcp').flatMap((text) => text.split(','));
  const clusterIP = reader.value('clusterip');
  if (given.length === 0 && clusterIP !== 'None') {
    return reader.complain(reader.end, 'at least one tcp port specifier must be provided', '', '--tcp=80:8080');
  }
  const ports = given.map((text) => {
    const [port = '', target = port] = text.split(':');
    const targetPort = /^\d+$/.test(target) ? Number(target) : target;
    return { name: text.replace(':', '-'), port: Number(port), protocol: 'TCP', targetPort };
  });
  const labels = { app: name };
  const spec = { ...(clusterIP === undefined ? {} : { clusterIP }), ports, selector: labels, type };
  return objectOf(reader, 'Service', name, { spec, status: { loadBalancer: {} } }, labels);
}
