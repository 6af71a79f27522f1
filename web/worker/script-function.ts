// A function made of its text where the page's policy forbids to evaluate any: in the page as one file. The text
// becomes a script of a blob, which that policy lets this worker load and nothing else; it can reach no network either.

import type { PolicyHost } from '../../src/scenario/policy-host.ts';

declare function importScripts(...addresses: readonly string[]): void;

const made: { functionOfScript?: ReturnType<PolicyHost['functionOf']> } = globalThis as never;

/** Works in classic workers, as the page as one file has them. */
export const functionOfScript: PolicyHost['functionOf'] = (parameters, body) => {
  const script = `self.functionOfScript = function (${parameters.join(', ')}) {${body}\n};`;
  const address = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  try {
    importScripts(address);
  } finally {
    URL.revokeObjectURL(address);
  }
  const { functionOfScript: taken } = made;
  delete made.functionOfScript;
  if (taken === undefined) throw new SyntaxError('the text is no body of a function');
  return taken;
};
