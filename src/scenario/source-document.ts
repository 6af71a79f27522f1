// A YAML document that remembers where everything stands, so that a problem found anywhere later can name its line
// and column. Scenario documents are YAML 1.2; manifests are read as Kubernetes reads them: YAML 1.1, where `yes` is
// true and 0644 is octal, but without dates and base-60 numbers.

import {
  type Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  type YAMLError,
  type YAMLMap,
} from 'yaml';
import type { SourceLine } from '../log/row.ts';
import { relativePath } from './file-patterns.ts';
import type { Problem } from './problem.ts';
import { nodeProblems, type OffsetProblem, type YamlOptions, yamlDocuments } from './yaml-documents.ts';

/** A file as it was read. */
export interface SourceFile {
  readonly name: string;
  readonly text: string;
}

interface Place {
  readonly line: number;
  readonly column: number;
}

export type Path = readonly (string | number)[];

/** One document of a file. */
export interface SourceDocument {
  readonly file: string;
  /** Its content as plain data. */
  readonly value: unknown;
  /** Keys that stand twice. In its value the last one counts, as in kubectl. */
  readonly repeats: readonly Problem[];
  /** Where the value at a path begins; where it is missing, its nearest parent that is there. */
  placeOf(path: Path): Place;
  /** Where a key of the map at a path stands. */
  placeOfKey(path: Path, key: string): Place;
  /** Where the character at an offset of the scalar at a path stands, if it is written in one plain or quoted line. */
  placeWithin(path: Path, offset: number): Place;
  /** The value as written, shortened to one line. */
  textOf(path: Path): string;
}

export interface ReadDocuments {
  readonly documents: readonly SourceDocument[];
  readonly problems: readonly Problem[];
}

const MAX_FOUND_LENGTH = 60;
/** Of a value of a megabyte only the beginning is read for what is shown of it. */
const MAX_LOOKED_AT = 1_000;

/** Whether a text may hold a Scenario document. */
export function mayHoldScenario(text: string): boolean {
  return (
    /^\s*["']?kind["']?\s*:\s*["']?Scenario\b/m.test(text) || /[{,]\s*["']?kind["']?\s*:\s*["']?Scenario\b/.test(text)
  );
}

/** Cuts a file into documents. Empty documents are left out. */
export function readDocuments(file: SourceFile, version: '1.2' | '1.1'): ReadDocuments {
  if (file.text.includes('\0')) {
    const problem = fileProblem(file.name, 'not a text: it holds a zero byte', 'YAML or JSON in UTF-8');
    return { documents: [], problems: [problem] };
  }
  const lines = new LineCounter();
  const parsed = yamlDocuments(file.text, lines, {
    version,
    prettyErrors: false,
    merge: version === '1.1',
    ...(version === '1.1' ? { customTags: withoutDates } : {}),
  });
  if ('message' in parsed) return { documents: [], problems: [offsetProblem(file.name, lines, parsed)] };
  const documents: SourceDocument[] = [];
  const problems: Problem[] = [];
  for (const document of parsed) {
    for (const error of document.errors) problems.push(syntaxProblem(file.name, lines, error));
    if (document.errors.length > 0 || document.contents === null) continue;
    const found = nodeProblems(document);
    const wrong = found.filter(({ isRepeat }) => isRepeat !== true);
    for (const problem of wrong) problems.push(offsetProblem(file.name, lines, problem));
    if (wrong.length > 0) continue;
    const repeats = found.map((problem) => offsetProblem(file.name, lines, problem));
    const read = sourceDocument(file, lines, document, repeats);
    if (typeof read === 'string') problems.push(aliasProblem(file.name, lines, document.contents, read));
    else if (read.value !== null && read.value !== undefined) documents.push(read);
  }
  return { documents, problems };
}

type CustomTags = Exclude<YamlOptions['customTags'], undefined | null>;

const withoutDates: CustomTags = (tags) =>
  tags.filter((tag) => {
    if (typeof tag === 'string') return tag !== 'timestamp' && tag !== 'intTime' && tag !== 'floatTime';
    const isTime = tag.tag === 'tag:yaml.org,2002:timestamp' || ('format' in tag && tag.format === 'TIME');
    return !isTime;
  });

function sourceDocument(
  file: SourceFile,
  lines: LineCounter,
  document: Document.Parsed,
  repeats: readonly Problem[],
): SourceDocument | string {
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 });
  } catch {
    return 'aliases that expand to too much';
  }
  const contents = document.contents as Node;
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const nodeAt = (path: Path): Node => deepestNode(contents, path);
  const startOf = (node: Node): number => node.range?.[0] ?? 0;
  return {
    file: file.name,
    value,
    repeats,
    placeOf: (path) => placeAt(startOf(nodeAt(path))),
    placeOfKey(path, key) {
      const map = nodeAt(path);
      const found = isMap(map) ? keyNode(map, key) : undefined;
      return placeAt(startOf(found ?? map));
    },
    placeWithin(path, offset) {
      const node = nodeAt(path);
      const start = startOf(node);
      const isQuoted = isScalar(node) && (node.type === 'QUOTE_SINGLE' || node.type === 'QUOTE_DOUBLE');
      const isBlock = isScalar(node) && (node.type === 'BLOCK_FOLDED' || node.type === 'BLOCK_LITERAL');
      return placeAt(isBlock ? start : start + offset + (isQuoted ? 1 : 0));
    },
    textOf(path) {
      const node = exactNode(contents, path);
      if (node?.range === undefined || node.range === null) return '';
      return shorten(file.text.slice(node.range[0], Math.min(node.range[1], node.range[0] + MAX_LOOKED_AT)));
    },
  };
}

/** The node at a path, or the last one on the way that is there. */
function deepestNode(root: Node, path: Path): Node {
  let node = root;
  for (const step of path) {
    const next = childOf(node, step);
    if (next === undefined) return node;
    node = next;
  }
  return node;
}

function exactNode(root: Node, path: Path): Node | undefined {
  let node: Node | undefined = root;
  for (const step of path) node = node === undefined ? undefined : childOf(node, step);
  return node;
}

function childOf(node: Node, step: string | number): Node | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(step)];
    return isNode(item) ? item : undefined;
  }
  if (!isMap(node)) return undefined;
  const value = pairOf(node, String(step))?.value;
  return isNode(value) ? value : undefined;
}

function keyNode(map: YAMLMap, key: string): Node | undefined {
  const found = pairOf(map, key)?.key;
  return isNode(found) ? found : undefined;
}

/** Entries of large maps by key: a file may have as many problems as keys. */
const ENTRIES = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();

function pairOf(map: YAMLMap, key: string): Pair | undefined {
  let entries = ENTRIES.get(map);
  if (entries === undefined) {
    entries = new Map(map.items.map((pair) => [keyText(pair.key), pair]));
    ENTRIES.set(map, entries);
  }
  return entries.get(key);
}

function keyText(key: unknown): string {
  return isScalar(key) ? String(key.value) : String(key);
}

/** The line of the value at a path; the file is named as seen from a folder. */
export function sourceLine(folder: string, document: SourceDocument, path: Path): SourceLine {
  return { file: relativePath(folder, document.file), line: document.placeOf(path).line };
}

/** One line, at most 60 characters. */
export function shorten(text: string): string {
  const line = text.slice(0, MAX_LOOKED_AT).trim().replace(/\s+/g, ' ');
  return line.length > MAX_FOUND_LENGTH ? `${line.slice(0, MAX_FOUND_LENGTH - 1)}…` : line;
}

/** Texts for what goes wrong most; the library's own for the rest. */
const SYNTAX_TEXTS: { readonly [code: string]: string } = {
  TAB_AS_INDENT: 'a tab is not allowed as indentation',
  BAD_INDENT: 'wrong indentation',
  MISSING_CHAR: 'a quote, a bracket or a comma is missing',
};

function syntaxProblem(file: string, lines: LineCounter, error: YAMLError): Problem {
  const { line, col } = lines.linePos(error.pos[0]);
  const isOpen = error.code === 'BAD_INDENT' && error.message.startsWith('Flow ');
  const message = isOpen
    ? 'a [ or { before this is not closed, or what follows is not indented far enough'
    : (SYNTAX_TEXTS[error.code] ?? `not YAML: ${error.message}`);
  return { ...fileProblem(file, message), line: Math.max(1, line), column: Math.max(1, col) };
}

function offsetProblem(file: string, lines: LineCounter, { offset, message }: OffsetProblem): Problem {
  const { line, col } = lines.linePos(offset);
  return { ...fileProblem(file, message), line: Math.max(1, line), column: Math.max(1, col) };
}

function aliasProblem(file: string, lines: LineCounter, contents: Node, message: string): Problem {
  const { line, col } = lines.linePos(contents.range?.[0] ?? 0);
  return { ...fileProblem(file, message), line, column: col };
}

/** A problem of a file as a whole, at its beginning. */
export function fileProblem(file: string, message: string, allowed = ''): Problem {
  return { file, line: 1, column: 1, path: '', message, found: '', allowed, hint: '', severity: 'error' };
}
