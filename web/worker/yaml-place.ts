// Where an offset of a YAML text stands: in which document, below which keys, on a key or on a value. Reads lines and
// their indentation alone, because a text that is being typed is no YAML for most of the time.

/** A step down: a key, or an item of a list. */
export type Step = string;

export const ITEM = '[]';

export interface YamlPlace {
  readonly apiVersion: string;
  readonly kind: string;
  /** The keys above; `[]` for an item of a list. */
  readonly path: readonly Step[];
  readonly role: 'key' | 'value';
  /** What stands there up to the offset. */
  readonly word: string;
  /** Keys that stand beside it. */
  readonly siblings: readonly string[];
}

interface Line {
  /** Columns of its `- ` marks. */
  readonly marks: readonly number[];
  /** Column of its content. */
  readonly column: number;
  readonly content: string;
  readonly key: string | undefined;
}

const KEY = /^(?:"([^"]*)"|'([^']*)'|([^\s#"'{}[\],&*!|>%@`:][^#:]*?))\s*:(?=\s|$)/;

/** The place of an offset; `undefined` inside a comment. */
export function yamlPlace(text: string, offset: number): YamlPlace | undefined {
  const { before, current, after } = documentAround(text, offset);
  const line = readLine(current);
  const whole = [...before, current, ...after].join('\n');
  if (/(?:^|\s)#/.test(withoutQuotes(current))) return undefined;
  const inLine = placeInLine(line.content);
  const above = pathAbove(before.map(readLine), line);
  const siblings = inLine.siblings ?? siblingsOf(before.map(readLine), after.map(readLine), line);
  return {
    apiVersion: rootValue(whole, 'apiVersion'),
    kind: rootValue(whole, 'kind'),
    path: [...above, ...inLine.path],
    role: inLine.role,
    word: inLine.word,
    siblings,
  };
}

/** The lines of the document that an offset is in; of its own line what stands before it. */
function documentAround(text: string, offset: number): { before: string[]; current: string; after: string[] } {
  const before = text.slice(0, offset).split(/\r?\n/);
  const current = before.pop() ?? '';
  const after = text.slice(offset).split(/\r?\n/).slice(1);
  const start = before.findLastIndex((line) => /^---(\s|$)/.test(line));
  const end = after.findIndex((line) => /^(---|\.\.\.)(\s|$)/.test(line));
  return { before: before.slice(start + 1), current, after: end === -1 ? after : after.slice(0, end) };
}

function rootValue(document: string, key: string): string {
  const match = new RegExp(`^${key}:[ \\t]+["']?([\\w./-]+)`, 'm').exec(document);
  return match?.[1] ?? '';
}

function readLine(text: string): Line {
  const [indent = '', marked = ''] = /^( *)((?:-\s+|-$)*)/.exec(text)?.slice(1) ?? [];
  const marks = [...marked.matchAll(/-/g)].map(({ index }) => indent.length + index);
  const column = indent.length + marked.length;
  const content = text.slice(column);
  const [, double, single, plain] = KEY.exec(content) ?? [];
  return { marks, column, content, key: double ?? single ?? plain };
}

function isEmpty({ content, marks }: Line): boolean {
  return marks.length === 0 && (content.trim() === '' || content.startsWith('#'));
}

/** The keys of the lines above that hold a line. */
function pathAbove(before: readonly Line[], line: Line): readonly Step[] {
  const path: Step[] = [];
  let column = line.column;
  let isMark = false;
  const climb = ({ marks }: Line): void => {
    for (const mark of marks.toReversed()) {
      if (mark >= column) continue;
      path.unshift(ITEM);
      column = mark;
      isMark = true;
    }
  };
  climb(line);
  for (const above of before.toReversed()) {
    if (isEmpty(above)) continue;
    const isSibling = !isMark && above.column === column;
    if (isSibling) climb(above);
    if (isSibling || above.key === undefined) continue;
    const isParent = isMark ? above.column <= column && !above.marks.includes(column) : above.column < column;
    if (!isParent) continue;
    path.unshift(above.key);
    column = above.column;
    isMark = false;
    climb(above);
  }
  return path;
}

/** The keys of the same map, above and below. */
function siblingsOf(before: readonly Line[], after: readonly Line[], line: Line): readonly string[] {
  const up: string[] = [];
  if (line.marks.length === 0) {
    for (const above of before.toReversed()) {
      if (isEmpty(above)) continue;
      if (above.column < line.column) break;
      if (above.column > line.column) continue;
      if (above.key !== undefined) up.push(above.key);
      if (above.marks.length > 0) break;
    }
  }
  const down: string[] = [];
  for (const below of after) {
    if (isEmpty(below)) continue;
    if (below.column < line.column || (below.marks[0] ?? Number.POSITIVE_INFINITY) < line.column) break;
    if (below.column === line.column && below.key !== undefined) down.push(below.key);
  }
  return [...up, ...down];
}

interface InLine {
  readonly path: readonly Step[];
  readonly role: 'key' | 'value';
  readonly word: string;
  /** Inside of braces: the keys there. */
  readonly siblings?: readonly string[];
}

/** The place at the end of a line's content, inside of brackets or not. */
function placeInLine(content: string): InLine {
  const [matched] = KEY.exec(content) ?? [];
  const key = matched === undefined ? undefined : readLine(content).key;
  const rest = matched === undefined ? content : content.slice(matched.length).trimStart();
  const above = key === undefined ? [] : [key];
  if (/^[[{]/.test(rest)) return placeInFlow(rest, above);
  if (matched !== undefined && content.length > matched.length) return { path: above, role: 'value', word: rest };
  return { path: [], role: 'key', word: content };
}

interface Frame {
  readonly isMap: boolean;
  key: string | undefined;
  word: string;
  readonly keys: string[];
}

function placeInFlow(text: string, above: readonly Step[]): InLine {
  const frames: Frame[] = [];
  let quote = '';
  for (let index = 0; index < text.length; index += 1) {
    const sign = text.charAt(index);
    const top = frames.at(-1);
    if (quote !== '') {
      if (sign === quote) quote = '';
      if (top !== undefined) top.word += sign;
    } else if (sign === '{' || sign === '[') frames.push({ isMap: sign === '{', key: undefined, word: '', keys: [] });
    else if (sign === '}' || sign === ']') frames.pop();
    else if (top === undefined) continue;
    else if (sign === ',') {
      top.key = undefined;
      top.word = '';
    } else if (sign === ':' && top.isMap && top.key === undefined && /^(\s|$|[[{])/.test(text.slice(index + 1))) {
      top.key = top.word.trim().replace(/^["']|["']$/g, '');
      top.keys.push(top.key);
      top.word = '';
    } else {
      if (sign === '"' || sign === "'") quote = sign;
      top.word += sign;
    }
  }
  const last = frames.at(-1);
  if (last === undefined) return { path: above, role: 'value', word: '' };
  const path = [...above, ...frames.flatMap(({ isMap, key }) => (isMap ? (key === undefined ? [] : [key]) : [ITEM]))];
  const isKey = last.isMap && last.key === undefined;
  return { path, role: isKey ? 'key' : 'value', word: last.word.trimStart(), siblings: last.keys };
}

function withoutQuotes(line: string): string {
  return line.replace(/"(?:[^"\\]|\\.)*"|'[^']*'/g, 'x');
}
