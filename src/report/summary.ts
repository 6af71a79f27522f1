// The summary of a run, for `-o json` and the last lines of a story: what ran, how large it was, how the workloads stand at the
// end. Expectations are judged elsewhere and only carried along.

import { byCodeUnit } from '../base/compare.ts';
import type { Micros } from '../base/time.ts';
import { podStatusWord } from '../kubectl/printers/pod-status-word.ts';
import type { Moment } from '../log/moment.ts';
import { type Deployment, keyOf, type Pod } from '../model/objects.ts';

export interface WorkloadSummary {
  readonly kind: 'Deployment';
  readonly namespace: string;
  readonly name: string;
  readonly desired: number;
  readonly updated: number;
  readonly ready: number;
  readonly available: number;
}

export interface Summary<Expectation> {
  readonly scenario: string;
  readonly seed: string;
  /** Of Orrery. */
  readonly version: string;
  /** Seconds of simulated time. */
  readonly until: number;
  /** Rows of the log. */
  readonly events: number;
  readonly digest: string;
  readonly expectations: readonly Expectation[];
  readonly workloads: readonly WorkloadSummary[];
  /** Pods at the end by kubectl's STATUS word, in order of the word. */
  readonly pods: { readonly [word: string]: number };
  readonly warnings: readonly string[];
}

/** What the caller knows of a run. */
export type SummaryHead<Expectation> = Pick<
  Summary<Expectation>,
  'scenario' | 'seed' | 'version' | 'events' | 'digest' | 'expectations' | 'warnings'
> & { readonly until: Micros };

/** The summary of a run whose last moment is given. */
export function summaryOf<Expectation>(moment: Moment, head: SummaryHead<Expectation>): Summary<Expectation> {
  const { scenario, seed, version, until, events, digest, expectations, warnings } = head;
  return {
    scenario,
    seed,
    version,
    until: until / 1_000_000,
    events,
    digest,
    expectations,
    workloads: workloadsOf(moment),
    pods: podCounts(moment.list('Pod')),
    warnings,
  };
}

/** How the Deployments stand, by namespace and name. */
function workloadsOf(moment: Moment): readonly WorkloadSummary[] {
  return moment
    .list('Deployment')
    .toSorted((a, b) => byCodeUnit(keyOf(a), keyOf(b)))
    .map(({ metadata, spec, status }: Deployment) => ({
      kind: 'Deployment',
      namespace: metadata.namespace ?? '',
      name: metadata.name,
      desired: spec.replicas,
      updated: status.updatedReplicas ?? 0,
      ready: status.readyReplicas ?? 0,
      available: status.availableReplicas ?? 0,
    }));
}

function podCounts(pods: readonly Pod[]): { readonly [word: string]: number } {
  const words = pods.map((pod) => podStatusWord(pod).word).sort(byCodeUnit);
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
