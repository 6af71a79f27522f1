// Which of the nodes that fit is liked best: scores of every plugin, normalised, weighted, summed.
// Mirrors pkg/scheduler/framework/runtime/framework.go, RunScorePlugins, and schedule_one.go, prioritizeNodes (v1.36).

import type { Pod } from '../model/objects.ts';
import type { Profile, Snapshot } from './framework.ts';
import { MAX_NODE_SCORE } from './framework.ts';
import type { NodeInfo } from './node-info.ts';

/** One plugin's scores, in the order of the nodes. */
interface PluginScores {
  readonly plugin: string;
  readonly weight: number;
  readonly raw: readonly number[];
  readonly normalized: readonly number[];
}

/** All scores, or the text of why there are none. */
export type Scoring =
  | {
      readonly kind: 'scored';
      readonly plugins: readonly PluginScores[];
      readonly skipped: readonly string[];
      /** Sum of weight x normalised score, in the order of the nodes. */
      readonly totals: readonly number[];
    }
  | { readonly kind: 'error'; readonly message: string };

/** Scores nodes that fit. */
export function scoreNodes(profile: Profile, pod: Pod, nodes: readonly NodeInfo[], snapshot: Snapshot): Scoring {
  const plugins: PluginScores[] = [];
  const states = new Map<string, unknown>();
  const skipped: string[] = [];
  for (const plugin of profile.preScore) {
    const prepared = plugin.preScore?.(pod, nodes, snapshot) ?? { kind: 'skip' };
    if (prepared.kind === 'rejected') {
      const message = `running PreScore plugin "${plugin.name}": ${prepared.status.reasons.join(', ')}`;
      return { kind: 'error', message };
    }
    if (prepared.kind === 'skip') skipped.push(plugin.name);
    else states.set(plugin.name, prepared.state);
  }
  for (const { plugin, weight } of profile.score) {
    if (skipped.includes(plugin.name)) continue;
    if (plugin.preScore !== undefined && !states.has(plugin.name)) {
      const reason = `reading "PreScore${plugin.name}" from cycleState: not found`;
      return { kind: 'error', message: `running Score plugins: plugin "${plugin.name}" failed with: ${reason}` };
    }
    const state = states.get(plugin.name);
    const raw = nodes.map((node) => plugin.score?.(pod, state, node) ?? 0);
    const normalized = plugin.normalizeScore?.(state, raw, nodes) ?? raw;
    const wrong = normalized.find((score) => score < 0 || score > MAX_NODE_SCORE);
    if (wrong !== undefined) return { kind: 'error', message: outOfRange(plugin.name, wrong) };
    plugins.push({ plugin: plugin.name, weight, raw, normalized });
  }
  const totals = nodes.map((_node, index) =>
    plugins.reduce((sum, { weight, normalized }) => sum + weight * (normalized[index] ?? 0), 0),
  );
  return { kind: 'scored', plugins, skipped, totals };
}

/** Indexes of the nodes with the highest total, in the order of the nodes. */
export function bestOf(totals: readonly number[]): readonly number[] {
  const best = totals.reduce((highest, total) => Math.max(highest, total), Number.NEGATIVE_INFINITY);
  return totals.flatMap((total, index) => (total === best ? [index] : []));
}

function outOfRange(plugin: string, score: number): string {
  const range = `it should in the range of [0, ${MAX_NODE_SCORE}] after normalizing`;
  const what = `plugin "${plugin}" returns an invalid score ${score}, ${range}`;
  return `applying score defaultWeights on Score plugins: ${what}`;
}
