// A policy of the user's own: a TypeScript or JavaScript file that exports one plugin of the public types. Types are
// stripped, the rest runs as it is, without a clock, timers, randomness or a network: a run stays the same every time.

import { transform } from '#later/sucrase';
import type { Plugin } from '../scheduler/framework.ts';
import { guardedPlugin } from '../scheduler/guarded-plugin.ts';
import * as policyApi from '../scheduler/policy.ts';
import { EXTENSION_POINTS } from '../scheduler/profile.ts';
import { defaultPlugins } from '../scheduler/registry.ts';
import { asking, functionOf } from './policy-host.ts';
import { nearestNameHint, type Problem } from './problem.ts';
import { fileProblem, type SourceFile } from './source-document.ts';

/** The plugin, or what is wrong with the file. */
export type PolicyReading =
  | { readonly ok: true; readonly plugin: Plugin }
  | { readonly ok: false; readonly problem: Problem };

const MODULE = 'orrery/policy';
const MEMBERS: readonly string[] = ['name', 'wakesOn', 'adjust', 'normalizeScore', 'unreserve', ...EXTENSION_POINTS];

/** Reads a policy. The plugin comes with a guard: its mistakes are told with its name, the pod and the node. */
export function readPolicy(file: SourceFile): PolicyReading {
  const compiled = compile(file);
  if (!compiled.ok) return compiled;
  let exported: Readonly<Record<string, unknown>>;
  try {
    exported = evaluate(file.name, compiled.code);
  } catch (error) {
    return bad(file, `cannot be run: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`);
  }
  const plugins = Object.values(exported).filter((value) => typeof value === 'object' && value !== null);
  const [plugin, another] = [...new Set(plugins)];
  if (plugin === undefined || another !== undefined) {
    const found = `exports ${plugins.length === 0 ? 'no plugin' : 'more than one plugin'}`;
    return bad(file, found, 'one export such as export const plugin: Plugin = {name: ..., filter(...) ...}');
  }
  const problem = shapeProblem(plugin as Readonly<Record<string, unknown>>, file);
  if (problem !== undefined) return { ok: false, problem };
  return { ok: true, plugin: guardedPlugin(plugin as Plugin, file.name, asking) };
}

/** The plugins of files that `readPolicy` accepts. */
export function policiesOf(files: readonly SourceFile[]): readonly Plugin[] {
  return files.flatMap((file) => {
    const read = readPolicy(file);
    return read.ok ? [read.plugin] : [];
  });
}

type Compiled = { readonly ok: true; readonly code: string } | { readonly ok: false; readonly problem: Problem };

function compile(file: SourceFile): Compiled {
  const isTypeScript = file.name.endsWith('.ts');
  try {
    const { code } = transform(file.text, {
      transforms: isTypeScript ? ['typescript', 'imports'] : ['imports'],
      disableESTransforms: true,
      production: true,
    });
    return { ok: true, code };
  } catch (error) {
    if (!(error instanceof Error)) throw error; // The compiler itself is still to be loaded.
    const { message, loc } = error as { readonly message: string; readonly loc?: { line: number; column: number } };
    const problem = fileProblem(
      file.name,
      `not ${isTypeScript ? 'TypeScript' : 'JavaScript'}: ${withoutPlace(message)}`,
    );
    return { ok: false, problem: { ...problem, ...(loc && { line: loc.line, column: loc.column }) } };
  }
}

function withoutPlace(message: string): string {
  return message.replace(/^Error transforming [^:]*: /, '').replace(/ \(\d+:\d+\)$/, '');
}

/** Names that would let the world in; the code sees `undefined` in their place. */
const HIDDEN: readonly string[] = [
  ...['globalThis', 'window', 'self', 'global', 'process', 'Date', 'performance', 'Intl', 'crypto', 'fetch'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'requestAnimationFrame', 'Promise'],
  ...['XMLHttpRequest', 'WebSocket', 'Worker', 'indexedDB', 'caches', 'importScripts', 'console'],
  ...['navigator', 'postMessage', 'BroadcastChannel', 'EventSource'],
];

function evaluate(file: string, code: string): Readonly<Record<string, unknown>> {
  const exports: Record<string, unknown> = {};
  const run = functionOf(['exports', 'require', 'Math', ...HIDDEN], `'use strict';\n${code}`);
  asking(`${file}: the file itself`);
  try {
    run(exports, importFrom, quietMath());
  } finally {
    asking(undefined);
  }
  return exports;
}

function importFrom(name: string): unknown {
  if (name === MODULE) return policyApi;
  throw new Error(`only "${MODULE}" can be imported, not "${name}"`);
}

/** Mathematics without chance. */
function quietMath(): object {
  const names = Object.getOwnPropertyNames(Math).filter((name) => name !== 'random');
  const math = Object.fromEntries(names.map((name) => [name, Math[name as keyof typeof Math]]));
  return Object.freeze(math);
}

function shapeProblem(plugin: Readonly<Record<string, unknown>>, file: SourceFile): Problem | undefined {
  const { name } = plugin;
  if (typeof name !== 'string' || name === '') return bad(file, 'the plugin has no name', 'name: a text').problem;
  if (defaultPlugins.some((builtIn) => builtIn.name === name)) {
    return bad(file, `a built-in plugin is called ${name}`, 'another name').problem;
  }
  for (const [member, value] of Object.entries(plugin)) {
    if (!MEMBERS.includes(member)) {
      const problem = bad(file, `plugin ${name}: there is no extension point "${member}"`).problem;
      return { ...problem, hint: nearestNameHint(member, MEMBERS) };
    }
    if (member === 'name' || value === undefined) continue;
    if (member === 'wakesOn' ? Array.isArray(value) : typeof value === 'function') continue;
    return bad(file, `plugin ${name}: ${member} is no ${member === 'wakesOn' ? 'list' : 'function'}`).problem;
  }
  if (EXTENSION_POINTS.some((point) => plugin[point] !== undefined)) return undefined;
  return bad(file, `plugin ${name} takes part in nothing`, EXTENSION_POINTS.join(', ')).problem;
}

function bad(file: SourceFile, message: string, allowed = ''): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem: fileProblem(file.name, message, allowed) };
}
