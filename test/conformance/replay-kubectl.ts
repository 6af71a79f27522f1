// Replays api/kubectl: the words of a recorded group, one line after another, on an API server without controllers.
// What is printed and the exit status have to be the recorded ones.

import { LivePlace } from './kubectl-live.ts';
import { KubectlPlace, type Printed } from './kubectl-place.ts';
import { type KubectlLine, withoutChance, withoutRaces } from './kubectl-recording.ts';
import { type Difference, firstDifference, type Replayer, type Vector } from './replayer.ts';

/** Words of kubectl that mean nothing to a cluster without processes, users and schemas. */
const UNSPOKEN: ReadonlySet<string> = new Set([
  'api-resources',
  'attach',
  'auth',
  'cp',
  'diff',
  'exec',
  'explain',
  'logs',
  'port-forward',
]);
const OTHER_FLAGS: readonly string[] = [
  '--raw',
  '--server',
  '--token',
  '--context',
  '--dry-run=server',
  '--server-side',
];

export const kubectlReplayer: Replayer = {
  folder: 'api',
  set: 'kubectl',
  scope(vector) {
    const { group, argv, exit } = lineOf(vector);
    const [, verb = ''] = argv;
    if (group === 'static/rbac') return 'roles are not modelled';
    if (group === 'static/quota-psa-errors') return 'quotas and pod security are not modelled';
    if (UNSPOKEN.has(verb)) return `kubectl ${verb} is not spoken`;
    if (argv.some((word) => OTHER_FLAGS.some((flag) => word.startsWith(flag)))) return 'a flag about another server';
    return exit === null ? 'was still waiting' : undefined;
  },
  replay(vector) {
    const line = lineOf(vector);
    const { before = [] } = vector.data as { readonly before?: readonly KubectlLine[] };
    const place = placeOf(line, before);
    const { exit, stdout, stderr } = line;
    const isLive = line.group.startsWith('live/');
    return compare({ exit, stdout, stderr }, place.type(line), isLive ? withoutRaces : withoutChance);
  },
};

function lineOf(vector: Vector): KubectlLine {
  return vector.data as unknown as KubectlLine;
}

function compare(expected: Printed, actual: Printed, plain: (text: string) => string): Difference | undefined {
  if (firstDifference(expected, actual) === undefined) return undefined;
  const known = ({ exit, stdout, stderr }: Printed): Printed => ({
    exit,
    stdout: plain(stdout),
    stderr: plain(stderr),
  });
  return firstDifference(known(expected), known(actual));
}

type Place = KubectlPlace | LivePlace;

const places: Place[] = [];

/** The place of a line after the lines before it. */
function placeOf(line: KubectlLine, before: readonly KubectlLine[]): Place {
  const last = places.pop();
  const isLive = line.group.startsWith('live/');
  const isSame = last !== undefined && last.group === line.group && last.typed <= before.length;
  const place = isSame ? last : isLive ? new LivePlace(line) : new KubectlPlace(line);
  for (const earlier of before.slice(place.typed)) place.type(earlier);
  places.push(place);
  return place;
}
