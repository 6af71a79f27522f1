// A message of the catalogues or of a chain of causes: what stands between asterisks in it
// is set bold.

import type { JSX } from 'preact';
import { boldParts } from '../i18n/i18n.ts';

export function RichText({ message }: { readonly message: string }): JSX.Element {
  return (
    <>
      {boldParts(message).map(({ text, isBold }, index) =>
        isBold ? <b key={index}>{text}</b> : <span key={index}>{text}</span>,
      )}
    </>
  );
}
