// What the API server makes of an object that is to replace another, before it looks whether that may be: defaults,
// what every write of a pod sets again, and what the writer does not speak of or may not change.
// Mirrors the strategies' PrepareForUpdate of pkg/registry/core (v1.36).

import { withKindDefaults } from '../model/defaults.ts';
import type { KubeObject, Namespace, NewObject, Pod, Service } from '../model/objects.ts';
import { withPodTolerations } from './admission.ts';
import type { Subresource } from './request.ts';
import { withKeptAddresses } from './service-addresses.ts';

/** The object as it would be stored, but for its metadata and status. */
export function replacementOf(
  current: KubeObject,
  wanted: KubeObject,
  subresource: Subresource | undefined,
): KubeObject {
  const filled = defaulted(wanted, current);
  switch (current.kind) {
    case 'Pod':
      return withPodTolerations(filled as NewObject<Pod>) as KubeObject;
    case 'Service':
      return withKeptAddresses(filled as Service, current as Service);
    case 'Namespace':
      return subresource === 'finalize' ? filled : ({ ...filled, spec: (current as Namespace).spec } as KubeObject);
    default:
      return filled;
  }
}

interface Templated extends KubeObject {
  readonly spec?: { readonly template?: unknown };
}

/**
 * The object with the defaults of its kind, which every write sets again. A template that a write leaves alone stays
 * the same object: much is remembered by it.
 */
function defaulted(wanted: KubeObject, current: KubeObject): KubeObject {
  const filled = withKindDefaults(wanted as NewObject) as Templated;
  const template = (current as Templated).spec?.template;
  if (template === undefined || (wanted as Templated).spec?.template !== template) return filled;
  return { ...filled, spec: { ...filled.spec, template } } as KubeObject;
}
