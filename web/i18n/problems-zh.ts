// Problems of the reader's own files in Chinese: what is wrong, and what is allowed. Only the texts of the scenario
// format's own checks are here; those of the API server and of kubectl stay as they are, in both languages.

import { changesInChinese } from './fidelity-zh.ts';

const TEXTS: readonly (readonly [pattern: RegExp, zh: string])[] = [
  [/^not a duration$/, '不是时长'],
  [/^not a quantity$/, '不是数量（quantity）'],
  [/^not a time$/, '不是时刻'],
  [/^not a whole number$/, '不是整数'],
  [/^not a share$/, '不是百分比'],
  [/^not a seed$/, '不是种子'],
  [/^not a name$/, '不是名称'],
  [/^not a text$/, '不是文本'],
  [/^not a factor$/, '不是倍数'],
  [/^not a label selector$/, '不是标签选择算符'],
  [/^not a moment and an amount of memory$/, '不是“时刻加内存量”'],
  [/^not a point of a curve$/, '不是曲线上的点'],
  [/^not a Kubernetes object$/, '不是 Kubernetes 对象'],
  [/^not a configuration$/, '不是配置'],
  [/^out of range$/, '超出范围'],
  [/^must be longer than 0s$/, '必须大于 0s'],
  [/^a duration must not be negative$/, '时长不能为负'],
  [/^a quantity must not be negative$/, '数量不能为负'],
  [/^a run starts at a whole second$/, '运行只能从整秒开始'],
  [/^a value is missing$/, '缺少值'],
  [/^a value of the wrong type$/, '值的类型不对'],
  [/^"(.+)" is not a quantity$/, '“$1” 不是数量（quantity）'],
  [/^unknown field "(.+)"$/, '未知字段 “$1”'],
  [/^(\S+ \(\S+\)) does not have it$/, '$1 没有这个字段'],
  [/^selector does not match the labels of the template$/, 'selector 与模板的标签不匹配'],
  [/^line (\d+) selects (\S+)$/, '第 $1 行选择 $2'],
  [/^the selector is in line (\d+)$/, 'selector 在第 $1 行'],
  [/^(.+) is not modelled yet$/, '$1 尚未模拟'],
  [/^unknown version of the format$/, '未知的格式版本'],
  [/^there is no node (\S+)$/, '没有节点 $1'],
  [/^the pool "(.+)" makes no nodes$/, '节点池 “$1” 不创建节点'],
  [/^the pool "(.+)" makes (\S+) to (\S+)$/, '节点池 “$1” 创建 $2 到 $3'],
  [/^the pool "(.+)" makes (\S+)$/, '节点池 “$1” 创建 $2'],
  [/^there is no (\S+) (\S+), and no command creates one$/, '没有 $1 $2，也没有命令会创建它'],
  [/^there is no (\S+) (\S+) in namespace (\S+)$/, '命名空间 $3 中没有 $1 $2'],
  [/^there is one in (.+)$/, '$1 中有一个'],
  [
    /^there is no namespace (\S+), and no command creates one: this is refused$/,
    '没有命名空间 $1，也没有命令会创建它：这个对象会被拒绝',
  ],
  [/^a Namespace among the documents makes it$/, '在文档中加一个 Namespace 就有了'],
  [/^no such file$/, '没有这个文件'],
  [/^no points$/, '没有点'],
  [/^points must be in order of time$/, '各点必须按时间排列'],
  [/^min is above max$/, 'min 大于 max'],
  [/^how many is said twice$/, '数量写了两次'],
  [/^which (nodes|pods) is not said$/, '没有说明是哪些 $1'],
  [/^two pools have this name$/, '有两个节点池同名'],
  [/^two schedulers are called (.+)$/, '有两个调度器都叫 $1'],
  [/^never happens: the run ends before$/, '不会发生：运行在此之前已结束'],
  [/^comes again before it is over$/, '还没结束就再次发生'],
  [/^no container of the scenario matches$/, '场景中没有匹配的容器'],
  [/^more pods than a node has addresses$/, 'Pod 数超过节点的地址数'],
  [/^this key stands here twice$/, '这个键在此处出现了两次'],
  [/^this key stands here twice: the last one counts$/, '这个键在此处出现了两次：以最后一个为准'],
  [/^an alias without its anchor$/, '别名没有对应的锚点'],
  [/^a second Scenario$/, '第二个 Scenario'],
  [/^a second document$/, '第二个文档'],
  [/^one Scenario$/, '一个 Scenario'],
  [
    /^kind "(.+)" is unknown: it is stored and shown, but nothing acts on it$/,
    '未知类型 “$1”：会保存并显示，但没有控制器处理',
  ],
  [
    /^kind "(.+)" is a custom one: it is checked, stored and shown, but nothing acts on it$/,
    '自定义类型 “$1”：会检查、保存并显示，但没有控制器处理',
  ],
  [/^a number with a unit, such as (.+)$/, '带单位的数字，例如 $1'],
  [/^a duration such as (.+)$/, '时长，例如 $1'],
  [/^a quantity such as (.+) or (.+)$/, '数量，例如 $1 或 $2'],
  [/^a share such as (.+)$/, '百分比，例如 $1'],
  [/^a label selector such as (.+)$/, '标签选择算符，例如 $1'],
  [/^a label key such as (.+)$/, '标签键，例如 $1'],
  [/^a lowercase name such as (.+)$/, '小写名称，例如 $1'],
  [/^an RFC 3339 time such as (.+)$/, 'RFC 3339 时刻，例如 $1'],
  [/^a whole number or a percentage such as (.+)$/, '整数或百分比，例如 $1'],
  [/^a whole number from (\S+) to (\S+)$/, '$1 到 $2 之间的整数'],
  [/^a whole number of 32 bits$/, '32 位整数'],
  [/^a whole number or a text$/, '整数或文本'],
  [/^a whole number$/, '整数'],
  [/^a number that is not negative, such as (.+)$/, '非负数，例如 $1'],
  [/^a time and a factor such as (.+)$/, '时刻和倍数，例如 $1'],
  [/^a time and an amount such as (.+)$/, '时刻和数量，例如 $1'],
  [/^a label value: a text \(in quotes if it looks like a number\)$/, '标签值：文本（看起来像数字时加引号）'],
  [/^a number$/, '数字'],
  [/^a list$/, '列表'],
  [/^a map \(key: value\)$/, '映射（键: 值）'],
  [/^a map with apiVersion, kind and metadata$/, '含 apiVersion、kind 和 metadata 的映射'],
  [/^a text \(in quotes if it looks like a number\)$/, '文本（看起来像数字时加引号）'],
  [/^a text in base64$/, 'base64 文本'],
  [/^true or false$/, 'true 或 false'],
  [/^a name for each$/, '各取一个名称'],
  [/^a time longer than `for`$/, '比 `for` 更长的时间'],
  [/^selector or name$/, 'selector 或 name'],
  [/^pick or share$/, 'pick 或 share'],
  [/^do or fail$/, 'do 或 fail'],
];

const EFFECT = /^accepted and (ignored|stored): (.+)$/;
/** `until: not a duration`. */
const NAMED = /^([\w.[\]/-]+): (.+)$/;

/** The text in Chinese; `undefined` where it is not one of the format's own, and stays as it is. */
export function problemInChinese(text: string): string | undefined {
  const [, how, changes] = EFFECT.exec(text) ?? [];
  if (changes !== undefined)
    return `${how === 'stored' ? '已接受并保存' : '已接受但不起作用'}：${changesInChinese(changes)}`;
  const found = TEXTS.find(([pattern]) => pattern.test(text));
  if (found !== undefined) return text.replace(found[0], found[1]);
  const [, name, rest = ''] = NAMED.exec(text) ?? [];
  const zh = name === undefined ? undefined : problemInChinese(rest);
  return zh === undefined ? undefined : `${name}：${zh}`;
}
