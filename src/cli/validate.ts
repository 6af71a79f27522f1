// `orrery validate FILE...`: is each of these a scenario that would run? Every problem at once, nothing is run.
// The texts are those that `run` prints before it refuses.

import { EXIT, type ExitStatus } from './exit-status.ts';
import { load } from './load.ts';
import type { Output } from './output.ts';

/** Prints problems and warnings of each file; status 2 if one would not run. */
export function validate(names: readonly string[], output: Output): ExitStatus {
  let status: ExitStatus = EXIT.fine;
  for (const name of names) {
    const loaded = load([name], output);
    if (loaded === undefined) {
      status = EXIT.badInput;
      continue;
    }
    for (const warning of loaded.warnings) output.error(warning);
    output.write(`${name}: valid${loaded.warnings.length === 0 ? '' : `, ${loaded.warnings.length} warnings`}\n`);
  }
  return status;
}
