// Quantities that are written as numbers, wherever the types of fields say that one stands.

import { expect, test } from 'vitest';
import { withQuantityTexts } from '../../src/model/quantity-texts.ts';

test.each([
  [
    'ResourceRequirements',
    { limits: { cpu: 2 }, requests: { memory: '1Gi' } },
    { limits: { cpu: '2' }, requests: { memory: '1Gi' } },
  ],
  ['RuntimeClass', { overhead: { podFixed: { cpu: 1 } } }, { overhead: { podFixed: { cpu: '1' } } }],
  ['PodSpec', { overhead: { cpu: 1 }, priority: 3 }, { overhead: { cpu: '1' }, priority: 3 }],
  ['Volume', { emptyDir: { sizeLimit: 5 } }, { emptyDir: { sizeLimit: '5' } }],
  ['LimitRangeSpec', { limits: [{ max: { cpu: 1 }, type: 'Pod' }] }, { limits: [{ max: { cpu: '1' }, type: 'Pod' }] }],
  ['o', { requests: { cpu: 1 } }, { requests: { cpu: 1 } }],
  [
    'PodSpec',
    { containers: [{ resources: null }], limits: { cpu: 1 } },
    { containers: [{ resources: null }], limits: { cpu: 1 } },
  ],
])('%s %j', (type, value, expected) => {
  expect(withQuantityTexts(value, type)).toEqual(expected);
});
