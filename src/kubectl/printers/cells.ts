// Pieces of cells that several printers share. Mirrors pkg/printers/internalversion/printers.go and
// apimachinery's FormatLabels and FormatLabelSelector (v1.36).

import type { KubeObject, LabelSelector, PodSpec, StringMap } from '../../model/objects.ts';
import { compiledSelector, formatSelector, selectorFromMap } from '../../model/selector.ts';

/** An object of a kind whose fields have no types here. */
export type Plain<Fields> = KubeObject & Fields;

/** The text, or `<none>`. */
export function orNone(text: string | undefined): string {
  return text === undefined || text === '' ? '<none>' : text;
}

/** A map of labels as `a=b,c=d`, or `<none>`. */
export function labelsText(labels: StringMap | undefined): string {
  return orNone(formatSelector(selectorFromMap(labels)));
}

/** A selector as `a=b,c in (d,e)`, or `<none>`. */
export function selectorText(selector: LabelSelector | undefined): string {
  return selector === undefined ? '<none>' : orNone(formatSelector(compiledSelector(selector)));
}

/** Names and images of a pod's containers. */
export function containerCells({ containers }: Pick<PodSpec, 'containers'>): readonly [string, string] {
  return [containers.map(({ name }) => name).join(','), containers.map(({ image }) => image ?? '').join(',')];
}

/** `a,b,c + 2 more...`: at most three of a list. */
export function firstThree(list: readonly string[], count: number = list.length): string {
  const shown = list.slice(0, 3).join(',');
  return list.length > 3 ? `${shown} + ${count - 3} more...` : shown;
}
