// What a field or kind without effect changes in a run, in Chinese: a text for each line of the table of
// simplifications that a manifest can ask about. A test holds the two tables together.

import { SIMPLIFICATIONS } from '../../src/model/fidelity.ts';

/** By the name of the simplification. */
export const CHANGES_ZH: { readonly [name: string]: string } = {
  'api/access': '没有任何请求被禁止，也没有 webhook 更改或推迟写入',
  'api/custom-resources': '这样的规则不会拒绝任何对象，也没有 operator 处理自定义资源',
  'api/leases': '列不出 Lease；心跳不产生事件',
  'api/quotas': '超出配额的 Pod 照样创建；不会填入默认的 requests',
  'autoscaling/other-metrics': '使用 Pods、Object 或 External 指标的自动扩缩器会报告取不到指标',
  'cloud/none': '不会增减节点；负载均衡器得不到地址',
  'controllers/others': '这些类型的对象会被保存，但没有控制器处理',
  'kubelet/device-claims': '不分配申领，Pod 没有它们也照样运行',
  'kubelet/environment-files': '缺少文件不会导致 CreateContainerConfigError',
  'kubelet/ephemeral-containers': '含有它们的清单在没有它们的情况下运行',
  'kubelet/images': '拉取镜像不会因凭据被拒；磁盘不会写满',
  'kubelet/node-pressure': '容器超出其上限会被杀死；没有限流，也没有驱逐',
  'kubelet/programs': '本会退出或失败的命令不会如此，除非 behaviour 另有说明',
  'kubelet/resize': '更改运行中 Pod 的资源对其节点没有影响',
  'kubelet/runtime-class': '缺少 RuntimeClass 不会拒绝 Pod；不计入额外开销；Windows 的 Pod 照样运行',
  'kubelet/security-context': '没有 Pod 因此有不同的表现',
  'kubelet/stop-signals': '等待另一种信号的程序照样停止',
  'network/services': 'Service 有端点，但没有请求经过：没有路由、负载均衡，也没有禁止',
  'nodes/manifests': '这样的节点永远不会就绪',
  'scheduler/extenders': '节点只由插件过滤和打分；自定义策略就是一个插件',
  'scheduler/groups': '一组 Pod 可能只放置了一半，其余仍在等待',
  'scheduler/process': '搜索在单个 worker 的搜索会停下之处结束',
  'storage/attaching': '没有 Multi-Attach 错误；卷不会写满、变慢或损坏',
  'storage/volumes': '卷从空开始，大小和属性不变，Recycle 之后也不再供他人使用',
};

const BY_TEXT: ReadonlyMap<string, string> = new Map(
  SIMPLIFICATIONS.flatMap(({ name, changes }): readonly (readonly [string, string])[] => {
    const zh = CHANGES_ZH[name];
    return zh === undefined ? [] : [[changes, zh]];
  }),
);

/** The effect's text in Chinese; one without a text stays as it is. */
export function changesInChinese(changes: string): string {
  return BY_TEXT.get(changes) ?? changes;
}
