// Words that can go on a line of kubectl: its commands, then kinds and names of what is there at the moment. Pure: from
// the line, the commands and the names.

/** Names by kind, `namespace/name` or `name`. */
export interface KnownNames {
  readonly nodes: readonly string[];
  readonly pods: readonly string[];
  readonly deployments: readonly string[];
}

/** Commands that take nodes without saying so. */
const OF_NODES: ReadonlySet<string> = new Set(['cordon', 'uncordon', 'drain']);
const MOST = 8;

/** Whole lines that the line could become, the nearest first. Flags are the reader's. */
export function completedLines(line: string, commands: readonly string[], names: KnownNames): readonly string[] {
  const text = line.replace(/^\s*kubectl\s+/, '').trimStart();
  const verbs = commands.filter((command) => command.startsWith(text) && command !== text);
  const verb = commands.filter((command) => text.startsWith(`${command} `)).toSorted((a, b) => b.length - a.length)[0];
  if (verb === undefined) return verbs.slice(0, MOST);
  const words = text.slice(verb.length + 1).split(' ');
  const word = words.at(-1) ?? '';
  const before = text.slice(0, text.length - word.length);
  if (word.startsWith('-')) return [];
  return proposals(verb, words.slice(0, -1), names)
    .filter(({ shown }) => shown !== word && (shown.startsWith(word) || (word !== '' && shown.includes(word))))
    .slice(0, MOST)
    .map(({ shown, after }) => `${before}${shown}${after}`);
}

interface Proposed {
  readonly shown: string;
  readonly after: string;
}

function proposals(verb: string, before: readonly string[], names: KnownNames): readonly Proposed[] {
  if (OF_NODES.has(verb)) return before.length === 0 ? names.nodes.map((name) => ({ shown: name, after: '' })) : [];
  const kind = before.at(-1);
  if (kind === 'node' || kind === 'nodes' || kind === 'no')
    return names.nodes.map((name) => ({ shown: name, after: '' }));
  if (kind === 'pod' || kind === 'pods' || kind === 'po') return names.pods.map((key) => named('', key));
  if (kind === 'deployment' || kind === 'deploy') return names.deployments.map((key) => named('', key));
  if (before.length > 0) return [];
  return [
    ...names.deployments.map((key) => named('deployment/', key)),
    ...(/^(?:delete|get|describe|label|annotate)$/.test(verb) ? names.pods.map((key) => named('pod/', key)) : []),
    ...(/^(?:taint|label|annotate|get|describe|delete)$/.test(verb)
      ? names.nodes.map((name) => ({ shown: `node/${name}`, after: '' }))
      : []),
  ];
}

/** The namespace follows as a flag. */
function named(before: string, key: string): Proposed {
  const [namespace = '', name = ''] = key.split('/');
  return { shown: `${before}${name}`, after: namespace === 'default' ? '' : ` -n ${namespace}` };
}
