// What was done in a branch as a line of a link, and back: `270000000 kubectl cordon worker-1`; a fault, or a command
// with files, as JSON behind its time. A line that came with a link is somebody else's: it is an act or nothing.

import { micros } from '../../src/base/time.ts';
import type { Act, FaultChoice } from '../clerk-protocol.ts';
import type { SourceFile } from '../protocol.ts';

export function actText(act: Act): string {
  const { at, ...rest } = act;
  return `${Math.round(at)} ${'do' in act && act.files === undefined ? act.do : JSON.stringify(rest)}`;
}

/** `undefined` where it says no act. */
export function readAct(text: string): Act | undefined {
  const { time, what = '' } = /^(?<time>\d{1,16}) (?<what>[\s\S]+)$/.exec(text)?.groups ?? {};
  if (time === undefined) return undefined;
  const at = micros(Number(time));
  if (!what.startsWith('{')) return { at, do: what };
  const { do: command, files, fail } = fieldsOf(what);
  if (isFault(fail)) return { at, fail };
  return typeof command === 'string' && isFiles(files) ? { at, do: command, files } : undefined;
}

function fieldsOf(text: string): { readonly [field: string]: unknown } {
  try {
    return JSON.parse(text);
  } catch {
    return {}; // Cut off on its way.
  }
}

function isFault(value: unknown): value is FaultChoice {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every(
    (field) => typeof field === 'string' || typeof field === 'number' || isFault(field),
  );
}

function isFiles(value: unknown): value is readonly SourceFile[] {
  return (
    Array.isArray(value) && value.every((file) => typeof file?.name === 'string' && typeof file?.text === 'string')
  );
}
