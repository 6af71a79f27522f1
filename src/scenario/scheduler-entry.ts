// The schedulers of a cluster: each with a KubeSchedulerConfiguration as kube-scheduler reads it, in the scenario or in
// a file of its own. It is read strictly: every unknown field, wrong type and wrong value is a problem with its line.

import { fieldsOfType } from '../model/fields.ts';
import { listAt, type Part, partAt, textAt } from '../model/validation/parts.ts';
import { createReport } from '../model/validation/report.ts';
import type { SchedulerConfiguration } from '../scheduler/configuration/configuration.ts';
import { CONFIGURATION_VERSION, readConfiguration } from '../scheduler/configuration/configuration.ts';
import { defaultPlugins } from '../scheduler/registry.ts';
import type { SchedulerFields } from './document.ts';
import { checkFields } from './field-check.ts';
import type { Reading } from './manifest-files.ts';
import { addProblems, nearestNameHint, type Problem } from './problem.ts';
import type { SchedulerPlan } from './scenario.ts';
import { problemAt } from './schema-problems.ts';
import { fileProblem, type Path, readDocuments, type SourceDocument } from './source-document.ts';
import { validationProblem } from './validation-problem.ts';

/** What the command line says about the first scheduler, in place of the file. */
export interface SchedulerChoices {
  /** A file, as seen from where the command runs. */
  readonly config?: string;
}

const KIND = 'KubeSchedulerConfiguration';
const FIRST_NAME = 'kube-scheduler';

/** The schedulers that a scenario asks for; none where it says nothing about them: then there is the usual one. */
export function readSchedulers(
  fields: readonly SchedulerFields[],
  main: SourceDocument,
  reading: Reading,
  choices: SchedulerChoices,
): readonly SchedulerPlan[] {
  const given = fields.length === 0 && choices.config !== undefined ? [{}] : fields;
  const names = new Set<string>();
  return given.map(({ name, config }, index) => {
    const path: Path = ['spec', 'cluster', 'schedulers', index];
    const chosen = index === 0 ? choices.config : undefined;
    const configuration =
      chosen === undefined
        ? configurationAt(config, main, [...path, 'config'], reading)
        : fromFile(chosen, '', fileProblem(chosen, 'no such file'), reading);
    const plan = { name: name ?? (index === 0 ? FIRST_NAME : (configuration.profiles[0]?.schedulerName ?? '')) };
    if (names.has(plan.name)) {
      reading.problems.push(problemAt(main, path, `two schedulers are called ${plan.name}`, 'a name for each'));
    }
    names.add(plan.name);
    return { ...plan, configuration };
  });
}

function configurationAt(
  config: SchedulerFields['config'],
  main: SourceDocument,
  path: Path,
  reading: Reading,
): SchedulerConfiguration {
  if (typeof config === 'string') return fromFile(config, main.file, problemAt(main, path, 'no such file'), reading);
  const head = { apiVersion: CONFIGURATION_VERSION, kind: KIND };
  return fromDocument(main, { ...head, ...config }, path, reading.problems);
}

function fromFile(pattern: string, from: string, missing: Problem, reading: Reading): SchedulerConfiguration {
  const [file] = reading.read(pattern, from);
  if (file === undefined) {
    reading.problems.push(missing);
    return usual();
  }
  const { documents, problems } = readDocuments(file, '1.1');
  addProblems(reading.problems, problems);
  const [document, extra] = documents;
  if (document === undefined) {
    if (problems.length === 0) reading.problems.push(fileProblem(file.name, 'the file is empty', `a ${KIND}`));
    return usual();
  }
  if (extra !== undefined) reading.problems.push(problemAt(extra, [], 'a second document', `one ${KIND}`));
  return fromDocument(document, document.value, [], reading.problems);
}

function fromDocument(
  document: SourceDocument,
  value: unknown,
  path: Path,
  problems: Problem[],
): SchedulerConfiguration {
  const part = (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}) as Part;
  if (part.kind !== KIND || part.apiVersion !== CONFIGURATION_VERSION) {
    const allowed = `apiVersion: ${CONFIGURATION_VERSION}, kind: ${KIND}`;
    problems.push({ ...problemAt(document, path, `not a ${KIND} of this version`, allowed), found: '' });
    return usual();
  }
  const wrong = [...checkFields(document, part, path, KIND), ...argsProblems(document, part, path)];
  addProblems(problems, wrong);
  addProblems(problems, disabledWarnings(document, part, path));
  if (wrong.some(({ severity }) => severity === 'error')) return usual();
  const report = createReport();
  const configuration = readConfiguration(part, [], report);
  for (const error of report.errors) {
    const problem = validationProblem(document, path, error);
    const [, unknown] = /"([^"]*)" does not exist$/.exec(error.problem) ?? [];
    problems.push(unknown === undefined ? problem : { ...problem, hint: nearestNameHint(unknown, PLUGIN_NAMES) });
  }
  return report.errors.length === 0 ? configuration : usual();
}

const PLUGIN_NAMES: readonly string[] = defaultPlugins.map(({ name }) => name);

/** Stands for a configuration that cannot be read: nothing runs then. */
function usual(): SchedulerConfiguration {
  return readConfiguration({}, [], createReport());
}

/** Settings of plugins are of a type that goes by the plugin's name; of other plugins nothing is known. */
function argsProblems(document: SourceDocument, part: Part, path: Path): readonly Problem[] {
  return listAt(part, 'profiles').flatMap((profile, index) =>
    listAt(profile, 'pluginConfig').flatMap((entry, entryIndex) => {
      const type = `${textAt(entry, 'name')}Args`;
      if (fieldsOfType(type) === undefined) return [];
      const at: Path = [...path, 'profiles', index, 'pluginConfig', entryIndex, 'args'];
      return checkFields(document, entry.args, at, type);
    }),
  );
}

/** Upstream switches off what is not there without a word. */
function disabledWarnings(document: SourceDocument, part: Part, path: Path): readonly Problem[] {
  return listAt(part, 'profiles').flatMap((profile, index) => {
    const plugins = partAt(profile, 'plugins');
    return Object.keys(plugins).flatMap((point) =>
      listAt(partAt(plugins, point), 'disabled').flatMap((entry, entryIndex): readonly Problem[] => {
        const name = textAt(entry, 'name');
        if (name === '*' || PLUGIN_NAMES.includes(name)) return [];
        const at: Path = [...path, 'profiles', index, 'plugins', point, 'disabled', entryIndex, 'name'];
        const problem = problemAt(
          document,
          at,
          `no plugin "${name}" to disable`,
          '',
          nearestNameHint(name, PLUGIN_NAMES),
        );
        return [{ ...problem, severity: 'warning' }];
      }),
    );
  });
}
