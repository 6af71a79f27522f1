// Volumes in descriptions: what sort each is, and where it comes from.
// Mirrors staging/src/k8s.io/kubectl/pkg/describe/describe.go, describeVolumes (v1.36), for the sorts that manifests
// use today; an unknown one says so.

import type { PodSpec } from '../../model/objects.ts';
import { compareQuantities, parseQuantity } from '../../model/quantity.ts';
import { sortedEntries } from './shared-parts.ts';
import type { TabbedText } from './tabbed-text.ts';

/** Fields of a volume's source, as far as they are shown. */
interface Source {
  readonly [field: string]: unknown;
}

type Lines = readonly (readonly [title: string, value: unknown])[];

/** Volumes by name. `space`: two blanks in a template, none in a pod. */
export function describeVolumes(text: TabbedText, volumes: PodSpec['volumes'], space: '' | '  '): void {
  if (volumes === undefined || volumes.length === 0) {
    text.line(0, `${space}Volumes:\t<none>`);
    return;
  }
  text.line(0, `${space}Volumes:`);
  for (const volume of volumes) {
    text.line(1, `${space === '' ? '' : ' '}${volume.name}:`);
    describeVolumeSource(text, volume);
  }
}

/** What a volume of a pod, or the spec of a PersistentVolume, is made of. */
export function describeVolumeSource(text: TabbedText, volume: object): void {
  const sort = Object.keys(volume).find((field) => field !== 'name' && VOLUMES[field] !== undefined);
  const known = sort === undefined ? undefined : VOLUMES[sort];
  if (sort === undefined || known === undefined) {
    text.line(1, '<unknown>');
    return;
  }
  text.line(2, `Type:\t${known.type}`);
  for (const [title, value] of known.lines(((volume as Source)[sort] ?? {}) as Source)) {
    text.line(2, title === '' ? String(value) : `${title}:\t${String(value)}`);
  }
}

const isOptional = ({ optional }: Source): boolean => optional === true;

const VOLUMES: {
  readonly [sort: string]: { readonly type: string; readonly lines: (source: Source) => Lines };
} = {
  hostPath: {
    type: 'HostPath (bare host directory volume)',
    lines: ({ path, type }) => [
      ['Path', path],
      ['HostPathType', type ?? '<none>'],
    ],
  },
  emptyDir: {
    type: "EmptyDir (a temporary directory that shares a pod's lifetime)",
    lines: ({ medium, sizeLimit }) => [
      ['Medium', medium ?? ''],
      ['SizeLimit', isPositive(sizeLimit) ? sizeLimit : '<unset>'],
    ],
  },
  secret: {
    type: 'Secret (a volume populated by a Secret)',
    lines: (source) => [
      ['SecretName', source.secretName],
      ['Optional', isOptional(source)],
    ],
  },
  configMap: {
    type: 'ConfigMap (a volume populated by a ConfigMap)',
    lines: (source) => [
      ['Name', source.name],
      ['Optional', isOptional(source)],
    ],
  },
  persistentVolumeClaim: {
    type: 'PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)',
    lines: ({ claimName, readOnly }) => [
      ['ClaimName', claimName],
      ['ReadOnly', readOnly === true],
    ],
  },
  nfs: {
    type: 'NFS (an NFS mount that lasts the lifetime of a pod)',
    lines: ({ server, path, readOnly }) => [
      ['Server', server],
      ['Path', path],
      ['ReadOnly', readOnly === true],
    ],
  },
  local: {
    type: 'LocalVolume (a persistent volume backed by local storage on a node)',
    lines: ({ path }) => [['Path', path]],
  },
  projected: {
    type: 'Projected (a volume that contains injected data from multiple sources)',
    lines: ({ sources }) => ((sources ?? []) as readonly ProjectedSource[]).flatMap(projectedLines),
  },
  downwardAPI: {
    type: 'DownwardAPI (a volume populated by information about the pod)',
    lines: ({ items }) => [
      ['', 'Items:'],
      ...((items ?? []) as readonly DownwardItem[]).map(
        ({ fieldRef, resourceFieldRef, path }) =>
          ['', `  ${fieldRef?.fieldPath ?? resourceFieldRef?.resource ?? ''} -> ${path}`] as const,
      ),
    ],
  },
  csi: {
    type: 'CSI (a Container Storage Interface (CSI) volume source)',
    lines: ({ driver, fsType, volumeHandle, readOnly, volumeAttributes }) => {
      const attributes = sortedEntries(volumeAttributes as { readonly [name: string]: string } | undefined);
      const [first = '<none>', ...rest] = attributes.map(([key, value]) => `${key}=${value}`);
      return [
        ['Driver', driver],
        ['FSType', fsType ?? ''],
        ...(volumeHandle === undefined ? [] : [['VolumeHandle', volumeHandle] as const]),
        ['ReadOnly', readOnly === true],
        ['VolumeAttributes', first],
        ...rest.map((line) => ['', `    \t${line}`] as const),
      ];
    },
  },
  image: {
    type: 'Image (a container image or OCI artifact)',
    lines: ({ reference, pullPolicy }) => [
      ['Reference', reference],
      ['PullPolicy', pullPolicy ?? ''],
    ],
  },
  ephemeral: {
    type: 'EphemeralVolume (an inline specification for a volume that gets created and deleted with the pod)',
    lines: () => [],
  },
};

function isPositive(quantity: unknown): boolean {
  const parsed = parseQuantity(String(quantity ?? '0'));
  const zero = parseQuantity('0');
  return parsed.ok && zero.ok && compareQuantities(parsed.value, zero.value) > 0;
}

interface DownwardItem {
  readonly path: string;
  readonly fieldRef?: { readonly fieldPath: string };
  readonly resourceFieldRef?: { readonly resource: string };
}

interface ProjectedSource {
  readonly secret?: Source;
  readonly configMap?: Source;
  readonly downwardAPI?: Source;
  readonly serviceAccountToken?: Source;
}

function projectedLines({ secret, configMap, downwardAPI, serviceAccountToken }: ProjectedSource): Lines {
  if (secret !== undefined) {
    return [
      ['SecretName', secret.name],
      ['Optional', isOptional(secret)],
    ];
  }
  if (downwardAPI !== undefined) return [['DownwardAPI', true]];
  if (configMap !== undefined) {
    return [
      ['ConfigMapName', configMap.name],
      ['Optional', isOptional(configMap)],
    ];
  }
  if (serviceAccountToken === undefined) return [];
  return [['TokenExpirationSeconds', serviceAccountToken.expirationSeconds ?? 3600]];
}
