// Problems in the text: a sign in the gutter, a wavy line under exactly the stretch that is wrong, the message under
// its line. They move with the text while new ones are looked for.

import { type Extension, RangeSet, StateEffect, StateField, type Text } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  EditorView,
  GutterMarker,
  gutter,
  gutterLineClass,
  WidgetType,
} from '@codemirror/view';
import type { InputProblem } from '../protocol.ts';
import { problemSpan } from './problem-span.ts';

/** A problem as it is shown, in the page's language. */
export interface Mark extends Pick<InputProblem, 'line' | 'column' | 'severity' | 'message' | 'found' | 'meant'> {
  /** What follows the message: a sentence with a line break for the name that was probably meant. */
  readonly hint: string;
  readonly isShown: boolean;
}

const setMarks = StateEffect.define<readonly Mark[]>();

/** More than so many messages in one text help nobody; the list beside it has them all. */
const MOST_MESSAGES = 200;

interface Marks {
  readonly decorations: DecorationSet;
  readonly signs: RangeSet<GutterMarker>;
  /** The line of the problem that was walked to. */
  readonly shown: RangeSet<GutterMarker>;
}

const field: StateField<Marks> = StateField.define<Marks>({
  create: () => ({ decorations: Decoration.none, signs: RangeSet.empty, shown: RangeSet.empty }),
  update(marks, transaction) {
    for (const effect of transaction.effects)
      if (effect.is(setMarks)) return marksOf(transaction.state.doc, effect.value);
    if (!transaction.docChanged) return marks;
    const { changes } = transaction;
    const { decorations, signs, shown } = marks;
    return { decorations: decorations.map(changes), signs: signs.map(changes), shown: shown.map(changes) };
  },
  provide: (own) => [
    EditorView.decorations.from(own, ({ decorations }) => decorations),
    gutterLineClass.from(own, ({ shown }) => shown),
  ],
});

/** What an editor needs to show problems; the gutter with their signs stands where this does. */
export const problemMarks: Extension = [
  field,
  gutter({
    class: 'cm-problems',
    markers: (view) => view.state.field(field).signs,
    initialSpacer: () => new Sign('error'),
  }),
];

export function showMarks(view: EditorView, marks: readonly Mark[]): void {
  view.dispatch({ effects: setMarks.of(marks) });
}

function marksOf(doc: Text, marks: readonly Mark[]): Marks {
  const decorations = marks.slice(0, MOST_MESSAGES).flatMap((mark) => {
    const { from, to } = problemSpan(doc, mark);
    const line = doc.lineAt(from);
    const wave = Decoration.mark({ class: `cm-wave cm-wave-${mark.severity}` });
    const message = Decoration.widget({ widget: new Message(mark, from - line.from), side: 1, block: true });
    const shown = mark.isShown ? [Decoration.line({ class: 'cm-shown' }).range(line.from)] : [];
    return [...shown, ...(to > from ? [wave.range(from, to)] : []), message.range(line.to)];
  });
  const worst = new Map<number, Mark['severity']>();
  for (const { line, severity } of marks) if (severity === 'error' || !worst.has(line)) worst.set(line, severity);
  const signs = [...worst]
    .filter(([line]) => line <= doc.lines)
    .map(([line, severity]) => new Sign(severity).range(doc.line(line).from));
  const shown = marks
    .filter(({ isShown, line }) => isShown && line <= doc.lines)
    .map(({ line }) => new ShownLine().range(doc.line(line).from));
  return { decorations: Decoration.set(decorations, true), signs: RangeSet.of(signs, true), shown: RangeSet.of(shown) };
}

class Message extends WidgetType {
  readonly #mark: Mark;
  readonly #column: number;

  constructor(mark: Mark, column: number) {
    super();
    this.#mark = mark;
    this.#column = column;
  }

  override eq(other: Message): boolean {
    const [a, b] = [this.#mark, other.#mark];
    return (
      a.message === b.message &&
      a.hint === b.hint &&
      a.meant === b.meant &&
      a.severity === b.severity &&
      this.#column === other.#column
    );
  }

  override toDOM(): HTMLElement {
    const { message, hint, meant, severity } = this.#mark;
    const row = document.createElement('div');
    row.className = `cm-message cm-message-${severity}`;
    // Of a margin the editor would not know.
    row.style.setProperty('padding-left', `max(0.5rem, min(${this.#column}ch + 0.5rem, 100cqi - 25em))`);
    const text = document.createElement('b');
    text.append('↑ ', message);
    if (hint !== '') {
      const more = document.createElement('span');
      const [before = '', after = ''] = hint.split('\n');
      const name = document.createElement('strong');
      name.append(meant ?? '');
      more.append(' · ', before, name, after);
      text.append(more);
    }
    row.append(text);
    return row;
  }

  override ignoreEvent(): boolean {
    return false;
  }
}

class ShownLine extends GutterMarker {
  override elementClass = 'cm-shown';
}

const SIGNS = { error: 'M3.5 3.5l9 9M12.5 3.5l-9 9', warning: 'M8 2.2l6.2 11.1H1.8ZM8 6.4v3.4M8 11.6v.1' } as const;
const SVG = 'http://www.w3.org/2000/svg';

class Sign extends GutterMarker {
  readonly #severity: Mark['severity'];

  constructor(severity: Mark['severity']) {
    super();
    this.#severity = severity;
  }

  override eq(other: Sign): boolean {
    return this.#severity === other.#severity;
  }

  override toDOM(): Node {
    const svg = document.createElementNS(SVG, 'svg');
    svg.setAttribute('viewBox', '0 0 16 16');
    svg.setAttribute('class', `cm-sign cm-sign-${this.#severity}`);
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('d', SIGNS[this.#severity]);
    svg.append(path);
    return svg;
  }
}
