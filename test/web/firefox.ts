// The Firefox of this machine, for the comparison of digests and for the page as one file. Nothing is downloaded, and
// no driver is needed: it is shown an address, and hears the few commands of its own remote protocol (Marionette:
// `length:[type, number, name, parameters]` over a socket).

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findProgram } from './find-program.ts';

/** The path of the executable, `undefined` where there is none. The variable FIREFOX goes before the search path. */
export const firefoxPath: string | undefined = findProgram('FIREFOX', ['firefox-esr', 'firefox']);

const START_MILLIS = 30_000;
/** Any free port, and a proxy that nobody listens at: only files of this machine can be read. */
const OFFLINE: readonly (readonly [name: string, value: string | number | boolean])[] = [
  ['marionette.port', 0],
  ['network.proxy.type', 1],
  ...['http', 'ssl', 'socks'].flatMap((kind): [string, string | number][] => [
    [`network.proxy.${kind}`, '127.0.0.1'],
    [`network.proxy.${kind}_port`, 9],
  ]),
  ['network.proxy.allow_hijacking_localhost', true],
];

/** A Firefox that can be asked about the page it shows. */
export interface DrivenFirefox {
  /** The value that a function's body returns in the page. */
  readonly evaluate: (body: string) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

/** Shows an address without a window, in a profile of its own; gives a function that ends it. */
export function openFirefox(path: string, url: string): () => Promise<void> {
  return startFirefox(path, [url]).close;
}

/** Shows an address without a network. */
export async function driveFirefox(path: string, url: string): Promise<DrivenFirefox> {
  const { profile, close } = startFirefox(path, ['--marionette'], OFFLINE);
  try {
    const ask = await marionette(await activePort(profile));
    await ask('WebDriver:NewSession', {});
    await ask('WebDriver:Navigate', { url });
    return {
      evaluate: async (body) => ((await ask('WebDriver:ExecuteScript', { script: body, args: [] })) as Value).value,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Value {
  readonly value: unknown;
}

function startFirefox(
  path: string,
  parameters: readonly string[],
  preferences: typeof OFFLINE = [],
): { readonly profile: string; readonly close: () => Promise<void> } {
  const profile = mkdtempSync(join(tmpdir(), 'orrery-firefox-'));
  const lines = preferences.map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`);
  writeFileSync(join(profile, 'user.js'), lines.join(''));
  const firefox = spawn(path, ['--headless', '--no-remote', '--profile', profile, ...parameters], { stdio: 'ignore' });
  const ended = once(firefox, 'exit');
  const close = async (): Promise<void> => {
    firefox.kill();
    await ended;
    rmSync(profile, { recursive: true, force: true });
  };
  return { profile, close };
}

/** The port that Firefox writes into its profile once it listens. */
async function activePort(profile: string): Promise<number> {
  const file = join(profile, 'MarionetteActivePort');
  for (let waited = 0; waited < START_MILLIS; waited += 100) {
    const port = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
    if (port > 0) return port;
    await sleep(100);
  }
  throw new Error('Firefox does not listen');
}

type Ask = (name: string, parameters: object) => Promise<unknown>;

/** The protocol's client: one question at a time. */
async function marionette(port: number): Promise<Ask> {
  const socket = connect(port, '127.0.0.1');
  const messages = messagesOf(socket);
  await messages.next(); // The greeting.
  let number = 0;
  return async (name, parameters) => {
    number += 1;
    const text = JSON.stringify([0, number, name, parameters]);
    socket.write(`${Buffer.byteLength(text)}:${text}`);
    const { value } = await messages.next();
    const [, , error, result] = value as readonly [number, number, { readonly message: string } | null, unknown];
    if (error !== null) throw new Error(error.message);
    return result;
  };
}

async function* messagesOf(socket: Socket): AsyncGenerator<unknown, undefined> {
  let buffer = Buffer.alloc(0);
  for await (const chunk of socket) {
    buffer = Buffer.concat([buffer, chunk as Buffer]);
    for (;;) {
      const colon = buffer.indexOf(':');
      const end = colon + 1 + Number(buffer.subarray(0, Math.max(colon, 0)).toString());
      if (colon < 0 || buffer.length < end) break;
      yield JSON.parse(buffer.subarray(colon + 1, end).toString());
      buffer = buffer.subarray(end);
    }
  }
  return undefined;
}
