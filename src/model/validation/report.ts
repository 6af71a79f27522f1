// The errors that validation finds, in the API server's own forms: `spec.containers: Required value`. A report is
// handed down through the checks of an object and collects them in the order of the checks. Mirrors
// staging/src/k8s.io/apimachinery/pkg/util/validation/field/errors.go (v1.36).

import { goJson } from '../go-value.ts';

/** One error: the field as texts name it, and what is wrong, both as the API server puts them. */
export interface FieldError {
  readonly field: string;
  readonly problem: string;
}

/** Collects errors. Details are the sentence after the form's own words. */
export interface Report {
  readonly errors: readonly FieldError[];
  required(field: string, detail?: string): void;
  invalid(field: string, value: unknown, detail: string): void;
  unsupported(field: string, value: unknown, supported: readonly string[]): void;
  duplicate(field: string, value: unknown, detail?: string): void;
  forbidden(field: string, detail: string): void;
  notFound(field: string, value: unknown): void;
  tooLong(field: string, maxBytes: number): void;
  /** Another form, without a value. */
  plain(field: string, form: string, detail: string): void;
}

/** An empty report. */
export function createReport(): Report {
  const errors: FieldError[] = [];
  const add = (field: string, problem: string, detail = ''): void => {
    errors.push({ field, problem: detail === '' ? problem : `${problem}: ${detail}` });
  };
  return {
    errors,
    required: (field, detail) => add(field, 'Required value', detail),
    invalid: (field, value, detail) => add(field, `Invalid value: ${valueText(value)}`, detail),
    unsupported: (field, value, supported) =>
      add(field, `Unsupported value: ${valueText(value)}`, `supported values: ${supported.map(valueText).join(', ')}`),
    duplicate: (field, value, detail) => add(field, `Duplicate value: ${valueText(value)}`, detail),
    forbidden: (field, detail) => add(field, 'Forbidden', detail),
    plain: add,
    tooLong: (field, maxBytes) => add(field, 'Too long', `may not be more than ${maxBytes} bytes`),
    notFound: (field, value) => add(field, `Not found: ${valueText(value)}`),
  };
}

/** `spec.replicas: Invalid value: -1: must be greater than or equal to 0`. */
export function errorText({ field, problem }: FieldError): string {
  return `${field}: ${problem}`;
}

/** The errors as one text, each once; several stand in brackets. */
export function errorsText(errors: readonly FieldError[]): string {
  const texts = [...new Set(errors.map(errorText))];
  return texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`;
}

function valueText(value: unknown): string {
  if (value === undefined) return 'null';
  return typeof value === 'string' ? JSON.stringify(value) : goJson(value);
}
