// What a branch is called at first: the command without what goes without saying, or the fault in the words of its
// flag.

import type { Act, FaultChoice } from '../clerk-protocol.ts';
import { shortCommand } from './words.ts';

export function actName(act: Act): string {
  return 'do' in act ? shortCommand(act.do) : faultName(act.fail);
}

/** `crash worker-1`, `stop kube-scheduler`, `exit api`. */
function faultName(fault: FaultChoice): string {
  const { how, for: duration, code, factor, ...targets } = fault;
  const [target] = Object.values(targets);
  const name = typeof target === 'object' ? (target.name ?? target.selector) : target;
  return `${String(how)} ${String(name ?? '')}`.trim();
}
