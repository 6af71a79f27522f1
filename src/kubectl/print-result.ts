// What a command prints of an object that it has changed: a sentence, or the object itself.
// Mirrors staging/src/k8s.io/cli-runtime/pkg/printers/name.go and cli-runtime/pkg/genericclioptions (v1.36).

import type { KubeObject, NewObject } from '../model/objects.ts';
import { apiJson, jsonText, yamlText } from './api-text.ts';
import { kyamlText } from './kyaml.ts';
import type { Session } from './program.ts';
import type { Printing } from './reader.ts';
import { slashName } from './resource-name.ts';

/** Prints `deployment.apps/web scaled`, or what `-o` asks for. */
export function printResult(
  session: Session,
  object: KubeObject | NewObject,
  operation: string,
  { output, isDryRun }: Printing = { isDryRun: false },
): void {
  if (output === 'name') {
    session.out(`${slashName(object)}\n`);
    return;
  }
  if (output !== undefined) {
    const shown = apiJson(object as KubeObject, session.startsAtEpochMicros);
    session.out(output === 'yaml' ? yamlText(shown) : output === 'kyaml' ? kyamlText(shown) : jsonText(shown));
    return;
  }
  session.out(`${slashName(object)} ${operation}${isDryRun ? ' (dry run)' : ''}\n`);
}
