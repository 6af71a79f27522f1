// `orrery schema`: the JSON Schema of scenarios, with a description of each field, for editors and for readers.
// The same schema reads scenarios.

import { scenarioJsonSchema } from '../scenario/json-schema.ts';
import { EXIT, type ExitStatus } from './exit-status.ts';
import type { Output } from './output.ts';

/** Prints the schema as JSON. */
export function schema(output: Output): ExitStatus {
  output.write(`${JSON.stringify(scenarioJsonSchema(), undefined, 2)}\n`);
  return EXIT.fine;
}
