// A page that runs scenarios in the built page's own worker, on a server of this machine that waits for the digests.
// Any browser that can be pointed at an address will do: it needs no driver.

import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { DigestSource } from '../golden/digests.ts';
import { ROOT, textOf } from '../house/tree.ts';

/** What a browser found. */
export interface DigestReport {
  /** Its user agent. */
  readonly browser: string;
  /** By the name of the run. */
  readonly digests: { readonly [name: string]: string };
}

const ASSETS: string = join(ROOT, 'dist/web/assets');

/** Points a browser at the page with `open`, which gives a function that ends it; rejects after the timeout. */
export async function browserDigests(
  runs: readonly DigestSource[],
  open: (url: string) => Promise<() => Promise<void>>,
  timeoutMillis = 120_000,
): Promise<DigestReport> {
  const server = createServer();
  const reported = new Promise<DigestReport>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the browser reports nothing')), timeoutMillis);
    server.on('request', answering(runs, resolve)).on('close', () => clearTimeout(timer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const close = await open(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    try {
      return await reported;
    } finally {
      await close();
    }
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

/** Hands out the page, the code of its worker and the runs, and hears the report. */
function answering(runs: readonly DigestSource[], hear: (report: DigestReport) => void): RequestListener {
  const assets = readdirSync(ASSETS).filter((name) => name.endsWith('.js'));
  const worker = assets.find((name) => name.startsWith('worker-')) ?? '';
  const files: { readonly [path: string]: readonly [type: string, body: () => string] } = {
    '/': ['text/html; charset=utf-8', () => textOf('test/web/digest-page.html')],
    '/runs.json': ['application/json', () => JSON.stringify({ worker: `./${worker}`, runs })],
    ...Object.fromEntries(
      assets.map((name) => [`/${name}`, ['text/javascript', () => readFileSync(join(ASSETS, name), 'utf8')]]),
    ),
  };
  return async (request, response) => {
    if (request.method === 'POST') {
      hear(JSON.parse(await text(request)) as DigestReport);
      response.end();
      return;
    }
    const file = files[request.url ?? ''];
    response.writeHead(file === undefined ? 404 : 200, { 'Content-Type': file?.[0] ?? 'text/plain' }).end(file?.[1]());
  };
}
