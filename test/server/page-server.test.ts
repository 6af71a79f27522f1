// The page's server answers this machine alone, gives nothing but the page and the run, and lets the page load
// nothing else.

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PageServer, servePage } from '../../src/server/page-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'orrery-page-'));
let server: PageServer | undefined;

beforeAll(async () => {
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  mkdirSync(join(folder, 'assets'));
  symlinkSync(import.meta.filename, join(folder, 'assets/link.js'));
  symlinkSync(import.meta.dirname, join(folder, 'assets/folder'));
  for (const name of ['index-a.js', 'worker-a.js']) writeFileSync(join(folder, 'assets', name), '');
  const run = { files: [{ name: 'a.yaml', text: 'kind: Scenario' }], main: 'a.yaml' };
  server = await servePage({ folder, run });
});

afterAll(() => {
  server?.close();
  rmSync(folder, { recursive: true });
});

interface Answer {
  readonly status: number | undefined;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const port = Number(new URL(server?.url ?? '').port);
    const asked = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }));
    });
    asked.on('error', reject);
    asked.end();
  });
}

describe('servePage', () => {
  it('listens on this machine alone, on a free port', () => {
    expect(server?.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  });

  it('gives the page, which may load nothing from elsewhere', async () => {
    const page = await ask('/');
    expect(page).toMatchObject({ status: 200, body: '<!doctype html>' });
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.headers['cross-origin-resource-policy']).toBe('same-origin');
    expect(page.headers['content-security-policy']).not.toMatch(/http|unsafe-eval|\*/);
  });

  it('lets the worker alone make code of text, which loads and reaches nothing else', async () => {
    const policyOf = async (path: string): Promise<unknown> => (await ask(path)).headers['content-security-policy'];
    expect(await policyOf('/assets/worker-a.js')).toBe("default-src 'none'; script-src 'self' 'unsafe-eval'");
    expect(await policyOf('/assets/index-a.js')).not.toContain('unsafe-eval');
  });

  it('gives the run', async () => {
    const { body } = await ask('/run.json');
    expect(JSON.parse(body)).toEqual({ files: [{ name: 'a.yaml', text: 'kind: Scenario' }], main: 'a.yaml' });
  });

  it('tells the pages that are open when its files are other ones', async () => {
    const told = new Promise<string>((resolve) => {
      const port = Number(new URL(server?.url ?? '').port);
      request({ host: '127.0.0.1', port, path: '/changes' }, (response) => {
        server?.change({ files: [{ name: 'a.yaml', text: 'kind: Pod' }], main: 'a.yaml' });
        response.on('data', (chunk: Buffer) => {
          if (!chunk.toString().startsWith('data:')) return;
          resolve(chunk.toString());
          response.destroy();
        });
      }).end();
    });
    expect(await told).toBe('data: changed\n\n');
    expect(JSON.parse((await ask('/run.json')).body)).toMatchObject({ files: [{ text: 'kind: Pod' }] });
    expect((await ask('/changes', { Origin: 'https://evil.example' })).status).toBe(403);
  });

  it.each([
    ['/nothing.js', {}, 'GET', 404],
    ['/../package.json', {}, 'GET', 404],
    ['/%2e%2e/package.json', {}, 'GET', 404],
    ['/%', {}, 'GET', 404],
    ['/..%2f..%2f..%2fetc%2fpasswd', {}, 'GET', 404],
    ['/assets/../../package.json', {}, 'GET', 404],
    ['/assets/..\\..\\package.json', {}, 'GET', 404],
    ['//etc/passwd', {}, 'GET', 404],
    ['/index.html%00.js', {}, 'GET', 404],
    ['/assets', {}, 'GET', 404],
    ['/assets/link.js', {}, 'GET', 404],
    ['/assets/folder/page-server.test.ts', {}, 'GET', 404],
    ['http://evil.example/', {}, 'GET', 404],
    ['/', { 'X-Long': 'x'.repeat(20_000) }, 'GET', 431],
    ['/', { Host: 'evil.example' }, 'GET', 403],
    ['/', { Host: '127.0.0.1' }, 'GET', 403],
    ['/', { Host: '127.0.0.1:1' }, 'GET', 403],
    ['/run.json', { Origin: 'null' }, 'GET', 403],
    ['/changes', { Origin: 'https://evil.example' }, 'GET', 403],
    ['/', { Origin: 'https://evil.example', Connection: 'Upgrade', Upgrade: 'websocket' }, 'GET', 403],
    ['/run.json', {}, 'OPTIONS', 405],
    ['/run.json', {}, 'TRACE', 405],
    ['/run.json', {}, 'PUT', 405],
    ['/run.json', {}, 'DELETE', 405],
    ['/run.json', { Origin: 'https://evil.example' }, 'GET', 403],
    ['/run.json', {}, 'POST', 405],
  ])('%s %j %s: %i', async (path, headers, method, status) => {
    expect((await ask(path, headers, method)).status).toBe(status);
  });
});
