// The sentences of the chains of causes, in Chinese.

import type { ChainCatalogue } from './chain-en.ts';

export const chainZh: ChainCatalogue = {
  sentences: {
    'fault.crash': '*{node} 崩溃*：场景如此规定。',
    'node.notReady': '*节点 {node} 变为 NotReady*：已有 {grace} 没有心跳。',
    'node.tainted': '给它加上了*污点* {taint}。',
    'pod.evicted': '*{pod} 被删除*：它容忍该污点 {seconds} 秒。',
    'pod.created': '{want} 个中只剩 {have} 个：*创建了 {pod}*。',
    'pod.bound': '从 {feasible} 个放得下的节点中选了 *{node}*。',
    'container.started': '*容器已启动*。',
    'pod.ready': '就绪探针通过：*Pod 已就绪*。',
  },
  moments: {
    fault: '故障',
    action: '命令',
    'fault.crash': '崩溃',
    'pod.ready': '就绪',
    other: '此刻',
  },
  timers: {
    'node-monitor-grace-period': '宽限期，自上次心跳起',
    tolerationSeconds: '容忍时间走完',
    CrashLoopBackOff: '重启退避',
  },
};
