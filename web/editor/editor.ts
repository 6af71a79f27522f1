// The editor of YAML: CodeMirror in a shadow root, with the problems of the text, help from the schema, and the keys
// that run it. Loaded when the first file is edited; the page itself does without. Each file keeps its own history.

import { autocompletion, type CompletionResult, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, indentUnit } from '@codemirror/language';
import { type ChangeSet, Compartment, EditorState, Prec } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightSpecialChars,
  hoverTooltip,
  keymap,
  lineNumbers,
  type Tooltip,
} from '@codemirror/view';
import type { FieldNote, Proposals, TextPlace } from '../clerk-protocol.ts';
import { look } from './look.ts';
import { nestsTooDeep } from './nesting.ts';
import { type Mark, problemMarks, showMarks } from './problem-marks.ts';
import { problemSpan } from './problem-span.ts';

export interface EditorPorts {
  readonly onChange: (file: string, text: string) => void;
  readonly onRun: () => void;
  /** To the next problem, or the one before. */
  readonly onWalk: (direction: 1 | -1) => void;
  readonly propose: (place: TextPlace) => Promise<Proposals | undefined>;
  readonly explain: (place: TextPlace) => Promise<FieldNote | undefined>;
}

export interface Editor {
  /** Puts a file in front; its text too, where it has changed otherwise than by typing. */
  readonly show: (file: string, text: string, label: string) => void;
  readonly mark: (marks: readonly Mark[]) => void;
  /** Puts the cursor at a place, counted from 1, in the middle of the view. */
  readonly goTo: (line: number, column: number) => void;
  readonly focus: () => void;
  readonly destroy: () => void;
}

export function createEditor(host: HTMLElement, ports: EditorPorts): Editor {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const label = new Compartment();
  const states = new Map<string, EditorState>();
  const front = { file: '', text: '', isTold: false };
  const extensions = [
    EditorView.updateListener.of(({ docChanged, state }) => {
      if (!docChanged || front.isTold) return;
      front.text = `${state.doc}\n`.replace(/^\n$/, '');
      ports.onChange(front.file, front.text);
    }),
    ...usual(),
    keys(ports),
    help(ports, () => isYamlName(front.file)),
  ];
  const view = new EditorView({ parent: root, root });
  const replaceBy = (file: string, text: string): void => {
    if (front.file !== file) {
      if (front.file !== '') states.set(front.file, view.state);
      front.file = file;
      const colours = language.of(isYamlName(file) && !nestsTooDeep(text) ? yaml() : []);
      const fresh = { doc: text, extensions: [extensions, colours, label.of([])] };
      view.setState(states.get(file) ?? EditorState.create(fresh));
    }
    if (view.state.doc.toString() !== text) {
      front.isTold = true;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
      front.isTold = false;
    }
  };
  return {
    show(file, whole, name) {
      // What was just typed comes back with each key: nothing is done about it.
      const isTyped = front.file === file && front.text === whole;
      front.text = whole;
      if (!isTyped) replaceBy(file, shownText(whole));
      const attributes = { 'aria-label': name, lang: 'en', spellcheck: 'false', tabindex: '0' };
      view.dispatch({ effects: label.reconfigure(EditorView.contentAttributes.of(attributes)) });
    },
    mark: (marks) => showMarks(view, marks),
    goTo(line, column) {
      const { from } = problemSpan(view.state.doc, { line, column, found: '' });
      view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: 'center' }) });
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}

/** Without the break at the end of its last line, which would show as one more line. */
function shownText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/\n$/, '');
}

function usual(): readonly (typeof look)[] {
  return [
    problemMarks,
    lineNumbers(),
    highlightSpecialChars(),
    history(),
    drawSelection(),
    highlightActiveLine(),
    bracketMatching(),
    EditorState.tabSize.of(2),
    indentUnit.of('  '),
    EditorState.transactionExtender.of(({ changes, newDoc }) =>
      hasBracket(changes) && nestsTooDeep(newDoc.toString()) ? { effects: language.reconfigure([]) } : null,
    ),
    look,
  ];
}

const language = new Compartment();

/** Whether brackets were put in: nothing else nests deeper. */
function hasBracket(changes: ChangeSet): boolean {
  let isFound = false;
  changes.iterChanges((_, __, ___, ____, inserted) => {
    isFound ||= /[[{]/.test(inserted.toString());
  });
  return isFound;
}

/** Tab stays the browser's, so that nobody is caught in the text. */
function keys({ onRun, onWalk }: EditorPorts): typeof look {
  const does = (action: () => void) => (): boolean => {
    action();
    return true;
  };
  return [
    Prec.highest(
      keymap.of([
        { key: 'Mod-Enter', run: does(onRun) },
        { key: 'F8', run: does(() => onWalk(1)), shift: does(() => onWalk(-1)) },
      ]),
    ),
    keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]),
  ];
}

/** A scenario has other files beside it: tables, policies. */
function isYamlName(file: string): boolean {
  return /\.(?:ya?ml|json)$/.test(file);
}

function help({ propose, explain }: EditorPorts, isYaml: () => boolean): typeof look {
  return [
    autocompletion({
      icons: false,
      override: [
        async ({ state, pos, explicit }): Promise<CompletionResult | null> => {
          if (!isYaml()) return null;
          const proposals = await propose({ text: state.doc.toString(), offset: pos });
          if (proposals === undefined || (proposals.from === pos && !explicit)) return null;
          const options = proposals.list.map(({ label, insert = label, detail, info }) => {
            return { label, apply: insert, detail, ...(info !== '' && { info }) };
          });
          return { from: proposals.from, options, validFor: /^[\w./-]*$/ };
        },
      ],
    }),
    hoverTooltip(async (view, pos): Promise<Tooltip | null> => {
      if (!isYaml()) return null;
      const note = await explain({ text: view.state.doc.toString(), offset: pos });
      return note === undefined
        ? null
        : { pos: note.from, end: note.to, above: true, create: () => ({ dom: noteOf(note) }) };
    }),
  ];
}

function noteOf({ path, type, text }: FieldNote): HTMLElement {
  const note = document.createElement('div');
  note.className = 'cm-note';
  note.lang = 'en';
  const name = document.createElement('code');
  name.textContent = path;
  const kind = document.createElement('span');
  kind.textContent = ` ${type}`;
  note.append(name, kind);
  if (text !== '') {
    const what = document.createElement('div');
    what.textContent = text;
    note.append(what);
  }
  return note;
}
