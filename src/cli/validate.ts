// `orrery validate FILE...`: is each of these a scenario that would run? Every problem at once, nothing is run.
// The texts are those that `run` prints before it refuses.

import { apiJson, yamlText } from '../kubectl/api-text.ts';
import { withKindDefaults } from '../model/defaults.ts';
import type { KubeObject } from '../model/objects.ts';
import { scenarioWithDefaults } from '../scenario/shown-defaults.ts';
import { EXIT, type ExitStatus } from './exit-status.ts';
import { type Loaded, type LoadOptions, load } from './load.ts';
import type { Output } from './output.ts';

export interface ValidateOptions extends LoadOptions {
  /** Prints the scenario and its objects with every default written out. */
  readonly showDefaults?: boolean;
}

/** Prints problems and warnings of each file; status 2 if one would not run. */
export function validate(names: readonly string[], options: ValidateOptions, output: Output): ExitStatus {
  let status: ExitStatus = EXIT.fine;
  for (const name of names) {
    const loaded = load([name], output, options);
    if (loaded === undefined) {
      status = EXIT.badInput;
      continue;
    }
    for (const warning of loaded.warnings) output.error(warning);
    const { length } = loaded.warnings;
    const verdict = `${name}: valid${length === 0 ? '' : `, ${length} ${length === 1 ? 'warning' : 'warnings'}`}`;
    if (options.showDefaults !== true) output.write(`${verdict}\n`);
    else {
      output.error(verdict);
      output.write(documentsText(loaded));
    }
  }
  return status;
}

/** The scenario, and the objects that are created at its start as the API server completes them. */
function documentsText({ scenario, files }: Loaded): string {
  const { name, manifests, startsAtEpochMicros } = scenario;
  const objects = manifests.flatMap((file) => file.objects.map(({ object }) => withKindDefaults(object)));
  const documents = [
    scenarioWithDefaults(files, name),
    ...objects.map((object) => apiJson(object as KubeObject, startsAtEpochMicros)),
  ];
  return documents.map((document) => `---\n${yamlText(document)}`).join('');
}
