// Files in a link: what is packed can be unpacked; what is too long is not packed; anything else is nothing.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packSource, unpackSource } from '../../../web/state/packed-source.ts';

const file = fc.record({ name: fc.string({ minLength: 1, maxLength: 20 }), text: fc.string({ maxLength: 100 }) });

test('what is packed can be unpacked, and stands in an address as it is', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(file, { minLength: 1, maxLength: 3 }), async (files) => {
      const main = files[0]?.name ?? '';
      const packed = (await packSource({ main, files })) ?? '';
      expect(packed).toMatch(/^[\w-]+$/);
      expect(await unpackSource(packed)).toEqual({ main, files, isOwn: true });
    }),
    { numRuns: 30 },
  );
});

test('what is too long, or more than files, is not packed', async () => {
  const noise = fc.sample(fc.string({ minLength: 3_000, maxLength: 3_000 }), { seed: 1, numRuns: 1 }).join('');
  expect(await packSource({ main: 'a', files: [{ name: 'a', text: noise }] })).toBeUndefined();
  expect(await packSource({ main: 'a', files: [], saved: ['{}'] })).toBeUndefined();
  expect(await packSource({ main: 'a', files: [{ name: 'a', text: 'kind: Pod\n'.repeat(5_000) }] })).toBeDefined();
});

test('anything else is nothing, and nothing that grows without end is read', async () => {
  expect(await unpackSource('')).toBeUndefined();
  expect(await unpackSource('not packed')).toBeUndefined();
  expect(await unpackSource('AAAA')).toBeUndefined();
  const bytes = new Blob(['a'.repeat(5_000_000)]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bomb = Buffer.from(await new Response(bytes).arrayBuffer()).toString('base64url');
  expect(await unpackSource(bomb)).toBeUndefined();
});
