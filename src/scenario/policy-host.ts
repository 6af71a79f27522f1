// What the program around lends to policies, which are code of the user's own: a way to make a function of its text,
// for pages that must not do it as everybody else does, and an ear that hears what is asked of them, for a command line
// that wants to say where one never comes to an end. Neither changes what a run gives.

/** Made of a policy's text. */
type Made = (...args: readonly unknown[]) => unknown;

export interface PolicyHost {
  /** Makes a function of the names of its parameters and its body. */
  readonly functionOf: (parameters: readonly string[], body: string) => Made;
  /** Hears what is asked of whom (`my.ts: score of plugin Mine`) before it is, and `undefined` after. */
  readonly asking: (who: string | undefined) => void;
}

const host: { -readonly [lent in keyof PolicyHost]: PolicyHost[lent] } = {
  functionOf: (parameters, body) => new Function(...parameters, body) as Made,
  asking: () => undefined,
};

/** Called once by a program that has something of its own to lend. */
export function lendToPolicies(lent: Partial<PolicyHost>): void {
  Object.assign(host, lent);
}

export function functionOf(parameters: readonly string[], body: string): Made {
  return host.functionOf(parameters, body);
}

export function asking(who: string | undefined): void {
  host.asking(who);
}
