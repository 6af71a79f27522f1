// `orrery get KIND [NAME] -f FILE --at 3m`: kubectl get, at any moment of a run. Columns, texts and exit statuses are
// kubectl's; the namespace is that of the scenario unless -n or -A says otherwise.

import { byCodeUnit } from '../base/compare.ts';
import type { Micros } from '../base/time.ts';
import { apiJson, jsonText, listOf, yamlText } from '../kubectl/api-text.ts';
import { formatTable } from '../kubectl/printers/table.ts';
import { Moments } from '../log/moment.ts';
import { KINDS, type KindInfo, kindOfWord, resourceText } from '../model/kinds.ts';
import { type KubeObject, keyOf } from '../model/objects.ts';
import { matchesSelector, selectorOf } from '../model/selector.ts';
import { parseSelector } from '../model/selector-parser.ts';
import { nearestNameHint } from '../scenario/problem.ts';
import { EXIT, type ExitStatus } from './exit-status.ts';
import { finish } from './finish.ts';
import { load } from './load.ts';
import { momentOf } from './moment.ts';
import type { Output } from './output.ts';

export interface GetOptions {
  readonly filename: readonly string[];
  readonly at?: string;
  readonly namespace?: string;
  readonly allNamespaces?: boolean;
  readonly selector?: string;
  readonly output?: string;
  readonly seed?: string;
}

const FORMATS: readonly string[] = ['wide', 'yaml', 'json', 'name'];

/** Prints objects of a kind as they were stored at a moment. */
export function get(word: string, name: string | undefined, options: GetOptions, output: Output): ExitStatus {
  const [kindWord = '', slashName] = word.split('/');
  const info = kindOfWord(kindWord);
  if (info === undefined) return badWord(kindWord, output);
  const format = options.output ?? 'table';
  if (options.output !== undefined && !FORMATS.includes(options.output)) {
    output.error(
      `unable to match a printer suitable for the output format "${format}", allowed formats are: ${FORMATS.join(',')}`,
    );
    return EXIT.badInput;
  }
  const selector = options.selector === undefined ? undefined : parseSelector(options.selector);
  if (selector?.ok === false) {
    output.error(`--selector: ${selector.error}`);
    return EXIT.badInput;
  }
  const loaded = load(options.filename, output, options);
  if (loaded === undefined) return EXIT.badInput;
  const at = momentOf(options.at, loaded.scenario.until, output);
  if (at === undefined) return EXIT.badInput;
  const finished = finish(loaded, options.filename, output);
  if (finished === undefined) return EXIT.internal;
  const namespace = options.allNamespaces === true ? undefined : (options.namespace ?? loaded.scenario.namespace);
  const wanted = name ?? slashName;
  const objects = [...new Moments(finished.simulation.log).at(at).list(info.kind)]
    .filter(
      (object: KubeObject) => !info.isNamespaced || namespace === undefined || object.metadata.namespace === namespace,
    )
    .filter((object) => wanted === undefined || object.metadata.name === wanted)
    .filter((object) => matchesSelector(selector?.value ?? selectorOf([]), object.metadata.labels))
    .sort((a, b) => byCodeUnit(keyOf(a), keyOf(b)));
  if (objects.length === 0) return nothing(info, wanted, namespace, output);
  const shown = { format, isOne: wanted !== undefined, hasNamespace: info.isNamespaced && namespace === undefined };
  output.write(textOf(info, objects, at, loaded.scenario.startsAtEpochMicros, shown));
  return EXIT.fine;
}

interface Shown {
  readonly format: string;
  readonly isOne: boolean;
  readonly hasNamespace: boolean;
}

function textOf(
  info: KindInfo,
  objects: readonly KubeObject[],
  at: Micros,
  startsAtEpochMicros: number,
  { format, isOne, hasNamespace }: Shown,
): string {
  if (format === 'table' || format === 'wide') {
    return formatTable(info.kind, objects, at, { isWide: format === 'wide', hasNamespace });
  }
  if (format === 'name') {
    const [, group] = resourceText(info.kind).split(/\.(.*)/s);
    const prefix = `${info.kind.toLowerCase()}${group === undefined ? '' : `.${group}`}`;
    return objects.map(({ metadata }) => `${prefix}/${metadata.name}\n`).join('');
  }
  const shown = objects.map((object) => apiJson(object, startsAtEpochMicros));
  const value = isOne ? shown[0] : listOf(shown);
  return format === 'yaml' ? yamlText(value) : jsonText(value);
}

function nothing(info: KindInfo, name: string | undefined, namespace: string | undefined, output: Output): ExitStatus {
  if (name !== undefined) {
    output.error(`Error from server (NotFound): ${resourceText(info.kind)} "${name}" not found`);
    return EXIT.negative;
  }
  const where = info.isNamespaced && namespace !== undefined ? ` in ${namespace} namespace.` : '';
  output.error(`No resources found${where}`);
  return EXIT.fine;
}

function badWord(word: string, output: Output): ExitStatus {
  const words = KINDS.flatMap(({ plural, kind, shortNames }) => [plural, kind.toLowerCase(), ...shortNames]);
  const hint = nearestNameHint(word, words);
  output.error(`error: the server doesn't have a resource type "${word}"${hint === '' ? '' : `. ${hint}`}`);
  return EXIT.badInput;
}
