// A label selector as upstream prints a pointer to one into messages (`%+v`): Go's generated text, empty
// fields and all. Mirrors staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/generated.pb.go, String (v1.36).

import { byCodeUnit } from '../base/compare.ts';
import type { LabelSelector } from '../model/objects.ts';

/** The text of a selector, or of none. */
export function selectorText(selector: LabelSelector | undefined): string {
  if (selector === undefined) return 'nil';
  const labels = Object.entries(selector.matchLabels ?? {})
    .sort(([a], [b]) => byCodeUnit(a, b))
    .map(([key, value]) => `${key}: ${value},`)
    .join('');
  const requirements = (selector.matchExpressions ?? [])
    .map(({ key, operator, values = [] }) => {
      return `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${values.join(' ')}],},`;
    })
    .join('');
  const expressions = `[]LabelSelectorRequirement{${requirements}}`;
  return `&LabelSelector{MatchLabels:map[string]string{${labels}},MatchExpressions:${expressions},}`;
}
