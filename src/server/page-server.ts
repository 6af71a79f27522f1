// Serves the built page and one run's files to this machine alone: it listens on 127.0.0.1, answers only to its own
// name (so that no foreign name can be pointed at it) and to no foreign origin, and lets the page load nothing from
// elsewhere.

import { createReadStream, realpathSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';
import { pipeline } from 'node:stream';
import type { SourceFile } from '../scenario/source-document.ts';

/** What the page is given as `run.json`: the files of a scenario, which of them is the main one, and a saved run. */
export interface RunSource {
  readonly files: readonly SourceFile[];
  readonly main: string;
  /** The lines of a run that was saved: the page shows it as it is. */
  readonly saved?: readonly string[];
}

export interface PageServerOptions {
  /** Folder of the built page. */
  readonly folder: string;
  readonly run: RunSource;
  /** 0 or absent: any free port. */
  readonly port?: number;
}

export interface PageServer {
  readonly url: string;
  /** Offers other files from now on, and tells the pages that are open. */
  change(run: RunSource): void;
  close(): void;
}

const CONTENT_TYPES: { readonly [extension: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.txt': 'text/plain; charset=utf-8',
  '.md': 'text/plain; charset=utf-8',
};

const HEADERS: { readonly [name: string]: string } = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-cache',
};

/** The worker runs policies of the user's own, code made from text; in exchange it loads its own parts, and no more. */
const WORKER_POLICY: { readonly [name: string]: string } = {
  'Content-Security-Policy': "default-src 'none'; script-src 'self' 'unsafe-eval'",
};
const WORKER = /^\/assets\/worker-[^/]+\.js$/;

/** Starts serving; rejects where the port is taken. */
export function servePage(options: PageServerOptions): Promise<PageServer> {
  let run = JSON.stringify(options.run);
  const open = new Set<ServerResponse>();
  return new Promise((resolve, reject) => {
    const server: Server = createServer((request, response) => {
      const port = portOf(server);
      if (!isLocalRequest(request, port)) return refuse(response, 403, 'only for this machine');
      if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, 'only GET');
      const path = pathOf(request.url ?? '/');
      if (path === '/run.json') return answer(response, 200, 'application/json; charset=utf-8', run);
      if (path === '/changes' && request.method === 'GET') {
        open.add(response);
        response.once('close', () => open.delete(response));
        response.writeHead(200, { ...HEADERS, 'Content-Type': 'text/event-stream' });
        return response.write(':\n\n');
      }
      sendFile(response, options.folder, path);
    });
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', () => {
      const close = (): void => {
        server.close();
        server.closeAllConnections();
      };
      const change = (next: RunSource): void => {
        run = JSON.stringify(next);
        for (const page of open) page.write('data: changed\n\n');
      };
      resolve({ url: `http://127.0.0.1:${portOf(server)}/`, change, close });
    });
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** The request names this server by an address of this machine, and comes from no other site. */
function isLocalRequest({ headers }: IncomingMessage, port: number): boolean {
  const names = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (headers.host === undefined || !names.includes(headers.host)) return false;
  return headers.origin === undefined || names.some((name) => headers.origin === `http://${name}`);
}

/** The path without its query, decoded; `/` is the page. */
function pathOf(url: string): string {
  try {
    const path = decodeURIComponent(url.split(/[?#]/)[0] ?? '/');
    return path === '/' ? '/index.html' : path;
  } catch {
    return '/';
  }
}

function sendFile(response: ServerResponse, folder: string, path: string): void {
  const file = fileBelow(folder, path);
  if (file === undefined) {
    refuse(response, 404, 'no such file');
    return;
  }
  const type = CONTENT_TYPES[extname(file)] ?? 'application/octet-stream';
  response.writeHead(200, { ...HEADERS, ...(WORKER.test(path) ? WORKER_POLICY : {}), 'Content-Type': type });
  pipeline(createReadStream(file), response, () => undefined); // Who has gone, or a file that has, ends the answer.
}

/** A file of the folder, by where it really is: neither dots nor links lead out. */
function fileBelow(folder: string, path: string): string | undefined {
  try {
    const file = realpathSync(join(folder, path));
    return file.startsWith(realpathSync(folder) + sep) && statSync(file).isFile() ? file : undefined;
  } catch {
    return undefined; // There is none, or its name is no name.
  }
}

function refuse(response: ServerResponse, status: number, text: string): void {
  answer(response, status, 'text/plain; charset=utf-8', `${text}\n`);
}

function answer(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { ...HEADERS, 'Content-Type': type });
  response.end(body);
}
