// What a component of the control plane has written around the cursor, within the view: the nearer the view, the fewer
// and the nearer the requests. The cursor stands between the lines.

import type { JSX } from 'preact';
import { t } from '../i18n/i18n.ts';
import type { RequestLine } from '../protocol.ts';
import { requestLines } from '../state/answers.ts';
import { objectName } from '../state/selection.ts';
import { cursor } from '../state/view.ts';
import { ObjectLink } from './object-link.tsx';
import { TimeLink } from './time-link.tsx';

export function RequestsTab(): JSX.Element {
  const lines = requestLines.value ?? [];
  if (lines.length === 0) return <p class="why-note">{t('requests.none')}</p>;
  const next = lines.findIndex(({ at }) => at > cursor.value);
  return (
    <section class="events-tab">
      <table lang="en">
        <thead>
          <tr>
            <th scope="col">{t('requests.at')}</th>
            <th scope="col">{t('requests.from')}</th>
            <th scope="col">{t('requests.verb')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, index) => (
            <RequestRow key={line.revision} line={line} isNext={index === next} />
          ))}
        </tbody>
      </table>
      <p class="why-note">{t('requests.note')}</p>
    </section>
  );
}

function RequestRow({ line, isNext }: { readonly line: RequestLine; readonly isNext: boolean }): JSX.Element {
  const { at, actor, verb, about } = line;
  const { kind, name } = objectName(about);
  return (
    <>
      <tr class={isNext ? 'event request after-cursor' : 'event request'}>
        <td>
          <TimeLink at={at} />
        </td>
        <td>{actor}</td>
        <td>{verb}</td>
      </tr>
      <tr class="request">
        <td />
        <td colSpan={2}>
          <ObjectLink id={about} text={`${kind} ${name}`} />
        </td>
      </tr>
    </>
  );
}
