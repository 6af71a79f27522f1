// Field selectors (`--field-selector spec.nodeName=node-1,status.phase!=Running`): a conjunction of equalities.
//
// Which fields a kind offers is the API server's business: matching takes a function that reads them.
// Mirrors staging/src/k8s.io/apimachinery/pkg/fields/selector.go (v1.36).

import { byCodeUnit } from '../base/compare.ts';
import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';

/** One condition on one field. */
export type FieldTerm = { readonly field: string; readonly isNegated: boolean; readonly value: string };

/**
 * Parses a field selector; in a value a backslash keeps a comma, an equals sign or a backslash as it is.
 * Errors are Kubernetes' texts.
 */
export function parseFieldSelector(text: string): Result<readonly FieldTerm[], string> {
  const terms: FieldTerm[] = [];
  for (const part of splitTerms(text).toSorted(byCodeUnit)) {
    if (part === '') continue;
    const match = /^(.*?)(!=|==|=)(.*)$/s.exec(part);
    if (match === null) return err(`invalid selector: '${text}'; can't understand '${part}'`);
    const value = unescapeValue(match[3] ?? '');
    if (!value.ok) return err(`invalid field selector: ${value.error}`);
    terms.push({ field: match[1] ?? '', isNegated: match[2] === '!=', value: value.value });
  }
  return ok(terms);
}

/** True if every term holds; a field that is absent reads as the empty text. */
export function matchesFields(terms: readonly FieldTerm[], read: (field: string) => string | undefined): boolean {
  return terms.every((term) => ((read(term.field) ?? '') === term.value) !== term.isNegated);
}

function splitTerms(text: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  for (let i = 0; i < text.length; i += 1) {
    if (text.charAt(i) === '\\') i += 1;
    else if (text.charAt(i) === ',') {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

function unescapeValue(text: string): Result<string, string> {
  let value = '';
  let isEscaped = false;
  for (const character of text) {
    const isSpecial = character === '\\' || character === ',' || character === '=';
    if (isEscaped) {
      if (!isSpecial) return err(`invalid escape sequence: \\${character}`);
      value += character;
      isEscaped = false;
    } else if (character === '\\') {
      isEscaped = true;
    } else {
      if (isSpecial) return err(`unescaped character in value: ${character.codePointAt(0) ?? 0}`);
      value += character;
    }
  }
  return isEscaped ? err('invalid escape sequence: \\') : ok(value);
}
