// The words of flags: commands lose what their flag need not say, nothing else is
// changed.

import { expect, test } from 'vitest';
import { shortCommand } from '../../../web/state/words.ts';

test.each([
  ['kubectl set image deployment/web web=shop/web:2', 'set image web:2'],
  ['kubectl scale deployment/cache --replicas=2', 'scale cache --replicas=2'],
  ['kubectl scale deploy cache --replicas=2', 'scale deploy cache --replicas=2'],
  ['kubectl apply -f first-look/reports.yaml', 'apply reports.yaml'],
  ['kubectl rollout undo deployment/web', 'rollout undo web'],
  ['kubectl delete pod/web-1', 'delete web-1'],
  ['kubectl cordon worker-1', 'cordon worker-1'],
  ['kubectl label nodes worker-1 disk=ssd', 'label nodes worker-1 disk=ssd'],
  ['create first-look/shop.yaml', 'create shop.yaml'],
])('%s is shown as %s', (command, short) => {
  expect(shortCommand(command)).toBe(short);
});
