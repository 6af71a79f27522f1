// kubectl's commands that change a cluster, as plain data: what a scenario's `do:` line means. Parsing them is in
// parse-command.ts, what they ask of the API server in requests.ts.

import type { KindInfo } from '../model/kinds.ts';
import type { NewObject } from '../model/objects.ts';
import type { Selector } from '../model/selector.ts';

/** Objects of a kind: by name, by selector, or all of them in the namespace. */
export type Target =
  | { readonly by: 'name'; readonly resource: KindInfo; readonly name: string }
  | { readonly by: 'selector'; readonly resource: KindInfo; readonly selector: Selector }
  | { readonly by: 'all'; readonly resource: KindInfo };

interface Namespaced {
  /** From `-n`, else the scenario's. */
  readonly namespace: string;
}

interface ApplyCommand extends Namespaced {
  readonly verb: 'apply';
  readonly files: readonly string[];
  /** The objects of those files in order; filled in by whoever reads files. */
  readonly objects: readonly NewObject[];
}

interface DeleteCommand extends Namespaced {
  readonly verb: 'delete';
  readonly files: readonly string[];
  readonly objects: readonly NewObject[];
  readonly targets: readonly Target[];
  readonly gracePeriodSeconds?: number;
  readonly cascade: 'Background' | 'Foreground' | 'Orphan';
  readonly ignoreNotFound: boolean;
}

export interface ScaleCommand extends Namespaced {
  readonly verb: 'scale';
  readonly targets: readonly Target[];
  readonly replicas: number;
  readonly currentReplicas?: number;
}

export interface SetImageCommand extends Namespaced {
  readonly verb: 'set image';
  readonly targets: readonly Target[];
  /** By container name; `*` means every container. */
  readonly images: readonly { readonly container: string; readonly image: string }[];
}

interface RolloutRestartCommand extends Namespaced {
  readonly verb: 'rollout restart';
  readonly targets: readonly Target[];
}

interface RolloutUndoCommand extends Namespaced {
  readonly verb: 'rollout undo';
  readonly targets: readonly Target[];
  /** 0: the one before. */
  readonly toRevision: number;
}

interface CordonCommand extends Namespaced {
  readonly verb: 'cordon' | 'uncordon';
  readonly targets: readonly Target[];
}

export interface LabelCommand extends Namespaced {
  readonly verb: 'label';
  readonly targets: readonly Target[];
  readonly set: readonly { readonly key: string; readonly value: string }[];
  readonly remove: readonly string[];
  readonly overwrite: boolean;
}

export type KubectlCommand =
  | ApplyCommand
  | DeleteCommand
  | ScaleCommand
  | SetImageCommand
  | RolloutRestartCommand
  | RolloutUndoCommand
  | CordonCommand
  | LabelCommand;

/** Something wrong with a command line, with the stretch of the text that it is about. */
export interface CommandProblem {
  readonly offset: number;
  readonly message: string;
  readonly found: string;
  readonly allowed: string;
  /** Words among which the meant one may be. */
  readonly candidates: readonly string[];
}
