// What a recorded cluster was told, for a simulated one: commands of kubectl are typed by a user of their own, raw
// requests are sent as they are. Names that end by chance are found when a command is typed.

import { parseAllDocuments } from 'yaml';
import type { Cluster } from '../../src/cluster/cluster.ts';
import type { FileManifest, KubectlCommand } from '../../src/kubectl/command.ts';
import { parseCommand } from '../../src/kubectl/parse-command.ts';
import { createUser } from '../../src/kubectl/user.ts';
import { KINDS, kindInfo } from '../../src/model/kinds.ts';
import type { NewObject } from '../../src/model/objects.ts';
import { fromApiJson } from '../../src/model/times.ts';
import type { RecordedAction, Recording } from './cluster-recording.ts';

export interface Script {
  readonly cluster: Cluster;
  readonly recording: Recording;
  readonly epochMicros: number;
  /** A recorded text with the names of the simulated cluster. */
  rename(text: string): string;
  /** Whether the API server answers nobody. */
  isDown(): boolean;
}

/** A command that is typed now; what it prints is a row whose cause is the row that is returned. */
export function type(
  { cluster, recording, epochMicros, rename, isDown }: Script,
  text: string,
  manifest?: string,
): number {
  const renamed = rename(text);
  const parsed = parseCommand(renamed, recording.namespace);
  if (!parsed.ok) throw new Error(`${renamed}: ${parsed.problems.map(({ message }) => message).join('; ')}`);
  const manifests = objectsOf(recording.manifests[manifest ?? ''] ?? '', epochMicros);
  const work: KubectlCommand = parsed.command.files === undefined ? parsed.command : { ...parsed.command, manifests };
  const errands = [{ at: cluster.kernel.now, text: renamed, source: { file: recording.name, line: 1 }, work }];
  const name = `kubectl-${cluster.components().length}`;
  const started = cluster.log.length;
  const user = cluster.add(name, [createUser({ errands, startsAtEpochMicros: epochMicros })]);
  user.start();
  if (isDown()) user.cut('outage', 'fail');
  // The row after that of the component's start is the command's.
  return started + 1;
}

function objectsOf(text: string, epochMicros: number): readonly FileManifest[] {
  return parseAllDocuments(text).flatMap((document) => {
    const object = document.toJS() as unknown;
    return object === null ? [] : [{ file: 'STDIN', object: fromApiJson(withTexts(object), epochMicros) as NewObject }];
  });
}

const AMOUNTS: readonly string[] = ['requests', 'limits', 'hard', 'max', 'min', 'default', 'capacity'];

/** Quantities as texts, as stored. */
function withTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withTexts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => {
      if (!AMOUNTS.includes(field) || typeof inner !== 'object' || inner === null) return [field, withTexts(inner)];
      return [field, Object.fromEntries(Object.entries(inner).map(([resource, amount]) => [resource, String(amount)]))];
    }),
  );
}

/** POST of an object, or PATCH of its status. */
export function send({ cluster, recording, epochMicros, rename }: Script, action: RecordedAction): void {
  const ask = (request: Parameters<typeof cluster.api.commit>[3]): void => {
    cluster.api.commit(cluster.kernel.now, 'script', undefined, request);
  };
  const sent = fromApiJson(action.body, epochMicros) as NewObject;
  if (sent.kind !== undefined) {
    ask({ verb: 'create', kind: sent.kind, object: sent });
    return;
  }
  const parts = rename(String(action.do?.path)).split('/');
  const isStatus = parts.at(-1) === 'status';
  const [plural = '', name = ''] = parts.slice(isStatus ? -3 : -2);
  const kind = KINDS.find((info) => info.plural === plural)?.kind ?? '';
  const key = kindInfo(kind).isNamespaced ? `${recording.namespace}/${name}` : name;
  const patch = sent as unknown as { readonly [field: string]: unknown };
  ask({
    verb: 'patch',
    kind,
    key,
    patchType: 'strategic',
    patch,
    ...(isStatus ? { subresource: 'status' as const } : {}),
  });
}
