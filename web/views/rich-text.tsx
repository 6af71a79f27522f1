// A message of the catalogues or of a chain of causes: what stands between asterisks in it is set bold, and names with
// hyphens are kept on one line.

import type { JSX } from 'preact';
import { boldParts } from '../i18n/i18n.ts';

export function RichText({ message }: { readonly message: string }): JSX.Element {
  return (
    <>
      {boldParts(message).map(({ text, isBold }, index) =>
        isBold ? (
          <b key={index}>
            <Whole text={text} />
          </b>
        ) : (
          <Whole key={index} text={text} />
        ),
      )}
    </>
  );
}

const HYPHENATED = /([A-Za-z0-9.]+(?:-[A-Za-z0-9.]+)+)/;

function Whole({ text }: { readonly text: string }): JSX.Element {
  return (
    <>
      {text.split(HYPHENATED).map((part, index) =>
        index % 2 === 0 ? (
          part
        ) : (
          <span key={index} class="whole">
            {part}
          </span>
        ),
      )}
    </>
  );
}
