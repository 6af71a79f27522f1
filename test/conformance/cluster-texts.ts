// What kubectl printed in a recorded cluster, beside what it prints in a simulated one. Names stand for roles; ages,
// times and addresses are chance, and so are the nodes of pods; the order of lines follows names, so it is not
// compared.

import type { Names } from './cluster-names.ts';
import type { Recording } from './cluster-recording.ts';
import type { Output } from './cluster-run.ts';
import { type Difference, firstDifference } from './replayer.ts';

/** Commands whose texts tell every step of a race, or what is not modelled. */
const NOT_COMPARED: readonly RegExp[] = [/^kubectl rollout status/, /^kubectl describe (node|pod)/, /^kubectl drain/];

/** What is seen while things happen is a race. */
const RESTLESS_MILLIS = 700;

/** Compares what was typed: the actions of the script, and the looks at the cluster. */
export function compareTexts(
  { actions, final, timeline }: Recording,
  outputOf: (what: string) => Output | undefined,
  expected: Names,
  actual: Names,
): Difference | undefined {
  const typed = actions.flatMap(({ command, exit = 0, stdout = '', do: operation }, index) =>
    operation === undefined ? [{ what: `action ${index}`, command, exit, stdout }] : [],
  );
  const looks = final
    .flatMap(({ texts }) => texts)
    .flatMap(({ argv, exit, stdout, t_ms }, index) => {
      const isRestless = timeline.some(
        (entry) => entry.t_ms > t_ms - RESTLESS_MILLIS && entry.t_ms < t_ms + RESTLESS_MILLIS,
      );
      return isRestless ? [] : [{ what: `look ${index}`, command: argv.join(' '), exit, stdout }];
    });
  for (const { what, command, exit, stdout } of [...typed, ...looks]) {
    if (NOT_COMPARED.some((pattern) => pattern.test(command))) continue;
    const printed = outputOf(what) ?? { status: -1, out: '' };
    const field = `text: ${expected.text(command)}`;
    const difference =
      firstDifference(exit, printed.status, `${field} exit`) ??
      firstDifference(linesOf(expected.text(stdout)), linesOf(actual.text(printed.out)), field);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

/** Told again at each resync of a controller, whose beginning is chance. */
const RESYNCED = /(Wait[A-Za-z]+ +<age>) \(x[0-9]+ over <age>\)/;

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .filter((line) => !line.includes('ScalingReplicaSet'))
    .map((line) =>
      line
        .replace(/[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} \+0000/g, '<time>')
        .replace(/[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+/g, '<ip>')
        .replace(/\b([0-9]+[dhms])+\b/g, '<age>')
        .replace(/\bnode-[0-9]+\b/g, '<node>')
        .replace(RESYNCED, '$1')
        .replace(/ {2,}/g, '  ')
        .trimEnd(),
    )
    .toSorted();
}
