// The editor in the page's colours and sizes. Its style sheet is adopted by the shadow root that it lives in: a strict
// content security policy lets no script write style elements.

import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const colors = HighlightStyle.define([
  { tag: tags.definition(tags.propertyName), color: 'var(--notready-edge)' },
  { tag: tags.lineComment, color: 'var(--ink3)' },
  { tag: [tags.labelName, tags.typeName, tags.keyword], color: 'var(--accent)' },
  { tag: tags.meta, color: 'var(--ink3)' },
]);

const FLOATING = {
  border: '1px solid var(--line-strong)',
  borderRadius: '0.375rem',
  background: 'var(--raised)',
  color: 'var(--ink)',
  boxShadow: '0 0.25rem 1rem #0003',
};

const theme = EditorView.theme({
  '&': { height: '100%', background: 'var(--canvas)', color: 'var(--ink)', fontSize: 'var(--editor-size, 0.8125rem)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.54', overflow: 'auto', containerType: 'inline-size' },
  '.cm-content': { padding: '0.625rem 0 2.5rem', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 1rem 0 0.5rem' },
  '&.cm-focused .cm-cursor': { borderLeftColor: 'var(--ink)', borderLeftWidth: '2px' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    background: 'var(--accent-soft)',
  },
  '.cm-activeLine, .cm-activeLineGutter': { background: 'transparent', color: 'var(--ink)' },
  '.cm-shown': { background: 'var(--accent-soft)' },
  '.cm-gutters': { border: '0', background: 'var(--canvas)', color: 'var(--ink3)' },
  '.cm-problems': { width: '2em' },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '1.75rem', padding: '0 0.25rem 0 0' },
  '.cm-sign': {
    display: 'block',
    margin: '0.23em 0.46em',
    width: '1.08em',
    height: '1.08em',
    fill: 'none',
    stroke: 'currentColor',
    strokeWidth: '1.8',
    strokeLinecap: 'round',
    strokeLinejoin: 'round',
  },
  '.cm-sign-error': {
    color: 'var(--failing-ink)',
    background: 'var(--failing-fill)',
    borderRadius: '50%',
    padding: '0.23em',
    boxSizing: 'border-box',
  },
  '.cm-sign-warning': { color: 'var(--creating-edge)' },
  '.cm-wave': { textDecoration: 'underline wavy 1.5px', textUnderlineOffset: '3px', textDecorationSkipInk: 'none' },
  '.cm-wave-error': {
    textDecorationColor: 'var(--failing-fill)',
    background: 'color-mix(in srgb, var(--failing-fill) 14%, transparent)',
  },
  '.cm-wave-warning': {
    textDecorationColor: 'var(--creating-edge)',
    background: 'color-mix(in srgb, var(--creating-fill) 20%, transparent)',
  },
  // As wide as what can be seen, however wide the longest line is.
  '.cm-message': {
    boxSizing: 'border-box',
    maxWidth: 'calc(100cqi - 6em)',
    padding: '0 1rem 2px 0.5rem',
    lineHeight: '1.4',
    whiteSpace: 'normal',
    overflowWrap: 'anywhere',
  },
  '.cm-message b': { fontFamily: 'var(--ui)', fontSize: '0.92em', fontWeight: '600' },
  '.cm-message-error': { color: 'var(--failing-fill)' },
  '.cm-message-warning': { color: 'var(--creating-edge)' },
  '.cm-message b span': { color: 'var(--ink2)', fontWeight: '400' },
  '.cm-message strong': { color: 'var(--failing-fill)', fontWeight: '600' },
  '.cm-tooltip': FLOATING,
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mono)', fontSize: '0.75rem', maxHeight: '15em' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '3px 0.5rem', lineHeight: '1.125rem' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    background: 'var(--accent-soft)',
    color: 'var(--ink)',
  },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
  '.cm-completionDetail': { color: 'var(--ink3)', fontStyle: 'normal', marginLeft: '0.75rem' },
  '.cm-completionInfo': { ...FLOATING, padding: '0.375rem 0.625rem', maxWidth: '20rem', fontSize: '0.75rem' },
  '.cm-note': { padding: '0.375rem 0.625rem', maxWidth: '26.25rem', fontSize: '0.75rem', lineHeight: '1.125rem' },
  '.cm-note code': { fontFamily: 'var(--mono)', fontWeight: '600' },
  '.cm-note span': { color: 'var(--ink2)' },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
    background: 'none',
    outline: '1px solid var(--line-strong)',
  },
});

export const look: Extension = [theme, syntaxHighlighting(colors)];
