// The words of flags: commands lose what their flag need not say, nothing else is
// changed.

import { expect, test } from 'vitest';
import { seconds } from '../../../src/base/time.ts';
import { speak } from '../../../web/i18n/i18n.ts';
import { flagWord, shortCommand } from '../../../web/state/words.ts';

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

test.each([
  ['crash worker-1', 'worker-1 崩溃'],
  ['exit 1 in 2 × api', '2 × api 退出 1'],
  ['image shop/web:9 back', '镜像 shop/web:9 恢复'],
  ['2 pods not ready', '2 个 Pod 未就绪'],
  ['cut off 3 nodes', '3 个节点 断网'],
  ['stop the kubelet of worker-1', 'worker-1 的 kubelet 停止'],
  ['stop kube-scheduler', 'kube-scheduler 停止'],
  ['registry docker.io 10 times slower', '镜像仓库 docker.io 慢 10 倍'],
  ['api stays up', 'api 不再退出'],
  ['over', '结束'],
])('the fault %s is %s in Chinese, and itself in English', async (text, chinese) => {
  const flag = { at: seconds(1), kind: 'fault', text, seq: 1 } as const;
  await speak('en');
  expect(flagWord(flag)).toBe(text);
  await speak('zh');
  expect(flagWord(flag)).toBe(chinese);
  await speak('en');
});
