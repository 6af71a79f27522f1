// Replays api/kubectl: the words of a recorded group, one line after another, on an API server without controllers, and
// those of `live/` groups in a cluster that lives (kubectl-live.ts). What is printed and the exit status have to be the
// recorded ones; of a live cluster without steps of rollouts and the order of the lines that a race decides.

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
/** Flags that ask for something else than what is modelled, and why each is left out. */
const OTHER_FLAGS: readonly (readonly [flag: string, why: string])[] = [
  ['--raw', 'raw requests are not spoken'],
  ['--server-side', 'apply on the server is not modelled'],
  ['--dry-run=server', 'dry runs on the server are not modelled'],
  ['--server', 'a flag about another server'],
  ['--token', 'a flag about another server'],
  ['--context', 'a flag about another server'],
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
    const other = OTHER_FLAGS.find(([flag]) => argv.some((word) => word.startsWith(flag)));
    return other?.[1] ?? (exit === null ? 'was still waiting' : undefined);
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
