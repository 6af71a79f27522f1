// The words of Kubernetes that stand in its texts and stay English in both languages, each with what it means in a
// sentence. Shown where the word is in a description, and all together as a list.

import { language } from './i18n.ts';

interface Gloss {
  readonly en: string;
  readonly zh: string;
}

/** By the word as Kubernetes writes it. */
export const GLOSSARY: { readonly [word: string]: Gloss } = {
  Pending: { en: 'Accepted, but no node or not all containers yet', zh: '已被接受，但还没有节点，或容器尚未全部就位' },
  ContainerCreating: { en: 'Its image is pulled, its containers are made', zh: '正在拉取镜像、创建容器' },
  Running: { en: 'On a node; at least one container runs or starts', zh: '已在节点上；至少有一个容器在运行或启动' },
  Succeeded: { en: 'All containers ended well and stay so', zh: '所有容器都成功结束，不再重启' },
  Failed: { en: 'All containers ended, at least one with an error', zh: '所有容器都已结束，至少有一个出错' },
  Error: { en: 'A container ended with another exit code than 0', zh: '有容器以非 0 的退出码结束' },
  Completed: { en: 'The container ended with exit code 0', zh: '容器以退出码 0 结束' },
  Terminating: { en: 'Deleted; it has its grace period to end', zh: '已被删除；在宽限期内结束' },
  CrashLoopBackOff: {
    en: 'It ended again and again; the next start waits, 10 s at first, then twice as long, at most 5 minutes',
    zh: '它一再结束；下次启动先等 10 秒，之后每次加倍，最多 5 分钟',
  },
  ImagePullBackOff: { en: 'The image could not be had; the next try waits', zh: '无法取得镜像；等待下一次尝试' },
  ErrImagePull: { en: 'The image could not be had', zh: '无法取得镜像' },
  OOMKilled: { en: 'Killed: it used more memory than its limit', zh: '被杀死：内存用量超过了限制' },
  Evicted: { en: 'Its node threw it out, for want of a resource', zh: '因资源不足被节点驱逐' },
  Unknown: { en: 'Nobody has heard from the node for a while', zh: '一段时间没有收到节点的消息' },
  NotReady: { en: 'The node takes no new pods', zh: '节点不接受新的 Pod' },
  PodScheduled: { en: 'Whether it has a node', zh: '是否已经有节点' },
  PodReadyToStartContainers: { en: 'Whether its sandbox and network are there', zh: '沙箱与网络是否就绪' },
  Initialized: { en: 'Whether its init containers have ended', zh: 'Init 容器是否都已完成' },
  ContainersReady: { en: 'Whether all its containers are ready', zh: '所有容器是否就绪' },
  Ready: {
    en: 'Whether it may get traffic; of a node, whether it may get pods',
    zh: '能否接收流量；对节点：能否接收 Pod',
  },
  Burstable: { en: 'Requests something, but not exactly its limits', zh: '有请求值，但与限制不完全相等' },
  BestEffort: { en: 'Requests nothing: it goes first when memory is short', zh: '没有任何请求：内存不足时最先被驱逐' },
  Guaranteed: { en: 'Requests are its limits: it goes last', zh: '请求等于限制：最后才被驱逐' },
  Tolerations: { en: 'Taints of nodes that it puts up with', zh: '它所容忍的节点污点' },
  Taints: { en: 'Marks of a node that keep pods away or throw them out', zh: '节点上的标记，阻止或驱逐 Pod' },
  NoSchedule: { en: 'No new pod without a toleration', zh: '没有容忍的新 Pod 不会调度到这里' },
  PreferNoSchedule: { en: 'Rather no new pod without a toleration', zh: '尽量不调度没有容忍的 Pod' },
  NoExecute: { en: 'Pods without a toleration are thrown out, too', zh: '没有容忍的 Pod 还会被驱逐' },
  Unschedulable: { en: 'Cordoned: no new pods', zh: '已封锁：不接受新的 Pod' },
  SchedulingDisabled: { en: 'Cordoned: no new pods', zh: '已封锁：不接受新的 Pod' },
  Allocatable: { en: 'What pods may request of the node', zh: 'Pod 可以从该节点申请的资源' },
  Capacity: { en: 'What the node has', zh: '节点拥有的资源' },
  MemoryPressure: { en: 'The node is short of memory', zh: '节点内存不足' },
  DiskPressure: { en: 'The node is short of disk', zh: '节点磁盘不足' },
  PIDPressure: { en: 'The node has too many processes', zh: '节点进程过多' },
  FailedScheduling: { en: 'No node fits', zh: '没有合适的节点' },
  Scheduled: { en: 'A node was chosen', zh: '已选定节点' },
  Pulling: { en: 'The image is being pulled', zh: '正在拉取镜像' },
  Pulled: { en: 'The image is there', zh: '镜像已就位' },
  Killing: { en: 'A container is told to end', zh: '正在终止容器' },
  BackOff: { en: 'The next try waits', zh: '等待下一次尝试' },
  Unhealthy: { en: 'A probe failed', zh: '探针失败' },
  Liveness: { en: 'A probe; when it fails, the container is started again', zh: '探针；失败时重启容器' },
  Readiness: { en: 'A probe; while it fails, there is no traffic', zh: '探针；失败期间不接收流量' },
  Startup: { en: 'A probe; the others wait until it has passed', zh: '探针；通过之前其他探针不开始' },
  NodeNotReady: { en: 'Its node has become NotReady', zh: '所在节点变为 NotReady' },
  TaintManagerEviction: {
    en: 'Deleted, because it does not tolerate a taint of its node',
    zh: '因不容忍节点的污点而被删除',
  },
  RollingUpdate: { en: 'Old pods are replaced a few at a time', zh: '分批替换旧的 Pod' },
  Recreate: { en: 'All old pods end before new ones begin', zh: '旧的 Pod 全部结束后才创建新的' },
  Progressing: { en: 'Whether the rollout goes on', zh: '上线是否在进行' },
  Available: { en: 'Enough pods have been ready for long enough', zh: '足够多的 Pod 已就绪足够久' },
  ProgressDeadlineExceeded: { en: 'No progress for too long', zh: '太久没有进展' },
  ScalingReplicaSet: {
    en: 'The Deployment changes the size of a ReplicaSet',
    zh: 'Deployment 正在改变 ReplicaSet 的副本数',
  },
  SuccessfulCreate: { en: 'A pod was created', zh: '已创建一个 Pod' },
  SuccessfulDelete: { en: 'A pod was deleted', zh: '已删除一个 Pod' },
  SuccessfulRescale: { en: 'The autoscaler has changed the size', zh: '自动扩缩器改变了副本数' },
  AbleToScale: { en: 'Whether the autoscaler may change the size now', zh: '自动扩缩器现在能否改变副本数' },
  ScalingActive: { en: 'Whether its metrics can be had', zh: '能否取得指标' },
  ScalingLimited: { en: 'Whether minimum or maximum holds it', zh: '是否受最小或最大副本数限制' },
};

/** What a word means, in the page's language; empty for a word that is not in the list. */
export function glossOf(word: string): string {
  return Object.hasOwn(GLOSSARY, word) ? (GLOSSARY[word]?.[language.value] ?? '') : '';
}
