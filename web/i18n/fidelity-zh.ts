// The table of simplifications in Chinese: what is different here, and what that changes in a run; a field or kind
// without effect says the latter. A test holds the two tables together.

import { SIMPLIFICATIONS } from '../../src/model/fidelity.ts';

/** What is different and what that changes, by the name of the simplification. */
export const FIDELITY_ZH: { readonly [name: string]: readonly [what: string, changes: string] } = {
  'api/access': [
    '所有请求都被允许：没有用户、RBAC、webhook 和准入策略',
    '没有任何请求被禁止，也没有 webhook 更改或推迟写入',
  ],
  'api/custom-resources': [
    '自定义资源不做版本转换；含有较少用函数的 CEL 规则被跳过',
    '这样的规则不会拒绝任何对象，也没有 operator 处理自定义资源',
  ],
  'api/etcd': ['存储从不失败、压缩或丢失 leader', '写入不会丢失或变慢；kube-apiserver 可以停止，etcd 不能'],
  'api/latency': [
    '无论负载多大，写入都用 4 毫秒，读取用 1 毫秒；没有优先级与公平性',
    'API 服务器不会变慢；只有客户端的限额会让请求变慢',
  ],
  'api/leases': ['节点的 Lease 是时间的函数，不是存储的对象', '列不出 Lease；心跳不产生事件'],
  'api/lists': ['组件启动时立即知道当前状态', '重启后的组件会早几毫秒行动'],
  'api/outages': [
    'kube-apiserver 停止期间请求等待，kubectl 被拒绝；之后客户端逐个恢复',
    'kubelet 在 30 秒内恢复，kube-controller-manager 在 16 到 19 秒后，kube-scheduler 在 36 到 40 秒后',
  ],
  'api/quotas': [
    'ResourceQuota 和 LimitRange 会被保存，但不强制执行',
    '超出配额的 Pod 照样创建；不会填入默认的 requests',
  ],
  'api/service-accounts': [
    '会查找 Pod 的 ServiceAccount，默认的视为存在；其令牌卷不保存',
    'describe 不显示令牌卷，也没有程序因权限被拒绝',
  ],
  'api/validation': ['读取和写入清单时检查字段、类型和大多数规则', '有些真实 API 服务器会拒绝的清单可以运行'],
  'autoscaling/metrics': [
    'metrics-server 每 15 秒同时采集所有节点；样本就是那一刻的用量',
    '负载的阶跃会整个出现在下一个样本中，而不是先出现一半',
  ],
  'autoscaling/other-metrics': [
    '没有适配器提供自定义指标或外部指标',
    '使用 Pods、Object 或 External 指标的自动扩缩器会报告取不到指标',
  ],
  'autoscaling/status': [
    '自动扩缩器仅 currentMetrics 的变化不保存；读取时会现算',
    '仅指标变化时 resourceVersion 不变，watch 也不会通知',
  ],
  'cloud/none': ['没有云：节点自始至终就是节点池中的那些', '不会增减节点；负载均衡器得不到地址'],
  'components/leader-election': [
    '只有一个调度器和一个 controller-manager，没有 Lease 对象；被停止的那个是被要求结束的',
    '没有谁会接替；重启的调度器 0.2 秒后行动，controller-manager 15 到 19 秒后行动',
  ],
  'controllers/endpoints': [
    'Service 的端点只有 EndpointSlice；不给出拓扑模式 Auto 的提示',
    'kubectl get endpoints 为空；使用拓扑模式 Auto 时流量不会留在自己的可用区',
  ],
  'controllers/garbage-collector': [
    '不控制依赖对象的属主，只在依赖对象变化时检查',
    '这样的依赖对象可能比属主存在得更久',
  ],
  'controllers/others': [
    'Deployment、ReplicaSet、命名空间、端点、存储卷、自动扩缩器和中断预算有各自的控制器',
    '这些类型的对象会被保存，但没有控制器处理',
  ],
  'kubectl/commands': [
    '没有服务器端应用、服务器端试运行，没有 exec、logs 和 diff；create 只能创建常见类型',
    '这些命令和参数会在运行前被指名拒绝',
  ],
  'kubectl/start': ['命令用 150 毫秒启动，并逐个发出请求', '一次 drain 的各次驱逐相隔几毫秒'],
  'kubelet/device-claims': ['没有动态资源分配', '不分配申领，Pod 没有它们也照样运行'],
  'kubelet/environment-files': ['不从卷中的文件读取环境变量', '缺少文件不会导致 CreateContainerConfigError'],
  'kubelet/ephemeral-containers': [
    '调试用的容器在 patch 加入它们的 Pod 中运行；没有 kubectl debug',
    '含有它们的清单在没有它们的情况下运行',
  ],
  'kubelet/images': [
    '拉取镜像用 1 秒，速度 50 MB/s，不需要凭据；镜像永远留在节点上',
    '拉取镜像不会因凭据被拒；磁盘不会写满',
  ],
  'kubelet/node-pressure': [
    '容器使用 behaviour 指定的内存；节点不会资源不足',
    '容器超出其上限会被杀死；没有限流，也没有驱逐',
  ],
  'kubelet/programs': [
    '不运行任何程序：容器何时就绪、何时退出由 behaviour 说明',
    '本会退出或失败的命令不会如此，除非 behaviour 另有说明',
  ],
  'kubelet/resize': ['不能就地更改 Pod 的资源', '更改运行中 Pod 的资源对其节点没有影响'],
  'kubelet/runtime-class': [
    '只有一种容器运行时：amd64 上的 Linux',
    '缺少 RuntimeClass 不会拒绝 Pod；不计入额外开销；Windows 的 Pod 照样运行',
  ],
  'kubelet/security-context': ['容器没有自己的用户、能力和安全配置', '没有 Pod 因此有不同的表现'],
  'kubelet/stop-signals': ['所有容器都用 TERM 信号停止', '等待另一种信号的程序照样停止'],
  'network/services': [
    '没有 kube-proxy、DNS、网络策略和 Ingress；没有流量',
    'Service 有端点，但没有请求经过：没有路由、负载均衡，也没有禁止',
  ],
  'nodes/allocatable': ['节点的全部容量都可分配', '同样大小的真实节点能放的会少一些'],
  'nodes/manifests': ['清单中的 Node 背后没有机器（见 cluster.pools）', '这样的节点永远不会就绪'],
  'nodes/network': [
    '节点的网络双向同时中断；其 kubelet 的请求等待而不失败',
    '没有半开的连接；恢复后，所有等待的请求一并到达',
  ],
  'nodes/shutdown': ['节点没有优雅关闭', '节点关机时，其上的 Pod 不会得到通知'],
  'scheduler/extenders': ['不调用 extender', '节点只由插件过滤和打分；自定义策略就是一个插件'],
  'scheduler/groups': ['Pod 逐个调度；没有成组调度', '一组 Pod 可能只放置了一半，其余仍在等待'],
  'scheduler/image-locality': ['节点不上报已有的镜像，因此 ImageLocality 得分为 0', '已有镜像的节点不会被优先选择'],
  'scheduler/process': ['由一个不需要 lease 的实例逐个查看节点', '搜索在单个 worker 的搜索会停下之处结束'],
  'storage/attaching': [
    'Pod 绑定 0.3 秒后卷即挂接并挂载，且不保存任何内容',
    '没有 Multi-Attach 错误；卷不会写满、变慢或损坏',
  ],
  'storage/in-tree': ['in-tree 卷不会迁移到 CSI', 'in-tree 卷不计入节点的上限'],
  'storage/provisioning': ['由一个供应器创建所有存储类的卷，用 3 秒；删除也用 3 秒', '供应器不会缺失、失败或空间不足'],
  'storage/volumes': [
    '卷保持创建时的样子：不克隆、恢复、扩容、修改或回收',
    '卷从空开始，大小和属性不变，Recycle 之后也不再供他人使用',
  ],
  'time/durations': ['容器运行时的调用在每个节点上用时相同', '启动比真实集群更整齐；可以用 behaviour 错开'],
};

const BY_TEXT: ReadonlyMap<string, string> = new Map(
  SIMPLIFICATIONS.flatMap(({ name, changes }): readonly (readonly [string, string])[] => {
    const zh = FIDELITY_ZH[name]?.[1];
    return zh === undefined ? [] : [[changes.toLowerCase(), zh]];
  }),
);

/** The effect's text in Chinese, however it begins; one without a text stays as it is. */
export function changesInChinese(changes: string): string {
  return BY_TEXT.get(changes.toLowerCase()) ?? changes;
}
