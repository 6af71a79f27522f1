// A Job's selector, which the API server makes of its uid unless the Job brings its own, and the labels of its pods
// that go with it. Mirrors pkg/registry/batch/job/strategy.go, generateSelector (v1.36).

import type { NewObject } from '../model/objects.ts';
import { type Part, partAt } from '../model/validation/parts.ts';

/** The Job as it is stored; an object of another kind as it is. */
export function withJobSelector(object: NewObject, name: string, uid: string): NewObject {
  if (object.kind !== 'Job') return object;
  const { spec } = object as NewObject & { readonly spec: Part };
  if (spec.manualSelector === true) return object;
  const template = partAt(spec, 'template');
  const metadata = partAt(template, 'metadata');
  const labels = {
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': name,
    'controller-uid': uid,
    'job-name': name,
    ...partAt(metadata, 'labels'),
  };
  const selector = partAt(spec, 'selector');
  const matchLabels = { 'batch.kubernetes.io/controller-uid': uid, ...partAt(selector, 'matchLabels') };
  const generated = {
    ...spec,
    selector: { ...selector, matchLabels },
    template: { ...template, metadata: { ...metadata, labels } },
  };
  return { ...object, spec: generated } as NewObject;
}
