// How kubectl names objects in what it prints: `deployment.apps/web`, `deployments.apps "web"`.
// Mirrors staging/src/k8s.io/cli-runtime/pkg/printers/name.go (v1.36).

import { kindInfo, resourceText } from '../model/kinds.ts';
import type { KubeObject } from '../model/objects.ts';

/** `deployment.apps/web`. */
export function slashName({ kind, apiVersion, metadata }: Pick<KubeObject, 'kind' | 'apiVersion'> & Named): string {
  const slash = apiVersion.indexOf('/');
  const group = slash < 0 ? '' : `.${apiVersion.slice(0, slash)}`;
  return `${kind.toLowerCase()}${group}/${metadata.name ?? ''}`;
}

interface Named {
  readonly metadata: { readonly name?: string; readonly namespace?: string };
}

/** `deployment.apps "web"`, with the namespace where there is one. */
export function deletedName(object: KubeObject, verb: string): string {
  const { namespace } = object.metadata;
  const [kind = ''] = slashName(object).split('/');
  const where = namespace === undefined ? '' : ` from ${namespace} namespace`;
  return `${kind} "${object.metadata.name}" ${verb}${where}`;
}

/** `pods/web-1`: the plural of the resource. */
export function pluralName(object: KubeObject): string {
  return `${kindInfo(object.kind).plural}/${object.metadata.name}`;
}

/** `deployments.apps "web"`, as in texts of the API server. */
export function resourceAndName(object: KubeObject): string {
  return `${resourceText(object.kind)} "${object.metadata.name}"`;
}
