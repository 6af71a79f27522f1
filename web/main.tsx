// The page's entry: starts the worker and shows the run that the server offers as run.json, else one that comes with
// the page.

import './styles/base.css';
import './styles/chrome.css';
import './styles/board.css';
import './styles/drawer.css';
import './styles/dock.css';
import './styles/finder.css';
import './styles/own.css';
import './styles/scheduling.css';
import './styles/twin.css';
import './styles/projector.css';
import './styles/phone.css';
import './styles/touch.css';
import { engineClient, type Port } from './engine-client.ts';
import { mount } from './mount.tsx';
import type { RunSource } from './protocol.ts';
import { builtInSource, FIRST_SCENARIO, SCENARIO_NAMES } from './scenarios.ts';

/** The worker's code as base64 of gzip, where the page is one file that has to find everything in itself. */
const inlined: string | undefined = document.getElementById('worker')?.textContent ?? undefined;

/** The run that the server offers; `undefined` on a static host. */
async function offeredSource(): Promise<RunSource | undefined> {
  if (inlined !== undefined) return undefined;
  try {
    const response = await fetch('./run.json');
    if (!response.ok || !(response.headers.get('content-type') ?? '').includes('json')) return undefined;
    return (await response.json()) as RunSource;
  } catch {
    return undefined; // No server: the page shows what came with it.
  }
}

/** How workers are started. */
async function workerMaker(): Promise<() => Port> {
  if (inlined === undefined) {
    return () => new Worker(new URL('./worker/worker.ts', import.meta.url), { type: 'module' }) as Port;
  }
  const packed = new Blob([Uint8Array.from(atob(inlined), (letter) => letter.charCodeAt(0))]);
  const code = await new Response(packed.stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
  const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
  return () => new Worker(url) as Port;
}

async function start(root: HTMLElement): Promise<void> {
  const [first, makeWorker] = await Promise.all([offeredSource(), workerMaker()]);
  const state = { offered: first };
  await mount(root, engineClient(makeWorker), {
    names: SCENARIO_NAMES,
    first: first?.main ?? SCENARIO_NAMES.find((name) => name === FIRST_SCENARIO) ?? SCENARIO_NAMES[0] ?? '',
    source: async (name) => (state.offered?.main === name ? state.offered : builtInSource(name)),
    onChange(changed) {
      if (first === undefined) return;
      new EventSource('./changes').addEventListener('message', async () => {
        state.offered = (await offeredSource()) ?? state.offered;
        if (state.offered !== undefined) changed(state.offered);
      });
    },
  });
}

const root = document.getElementById('root');
if (root !== null) void start(root);
