// KubeEvents about the selected object up to the cursor, as
// kubectl lists them; the time of each is a link.

import type { JSX } from 'preact';
import { t } from '../i18n/i18n.ts';
import type { EventLine } from '../protocol.ts';
import { eventLines } from '../state/answers.ts';
import { goTo } from '../state/view.ts';
import { readout } from '../timeline/ticks.ts';

export function EventsTab(): JSX.Element {
  const lines = eventLines.value ?? [];
  if (lines.length === 0) return <p class="why-note">{t('events.none')}</p>;
  return (
    <section class="events-tab">
      <table lang="en">
        <thead>
          <tr>
            <th scope="col">Type</th>
            <th scope="col">Reason</th>
            <th scope="col">Age</th>
            <th scope="col">From</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, index) => (
            <EventRows key={index} line={line} />
          ))}
        </tbody>
      </table>
      <p class="why-note">{t('events.kept')}</p>
    </section>
  );
}

/** kubectl's columns, and below them the message in full. */
function EventRows({ line }: { readonly line: EventLine }): JSX.Element {
  const { at, isWarning, age, reason, from, message } = line;
  return (
    <>
      <tr class={isWarning ? 'event warning' : 'event'}>
        <td>{isWarning ? 'Warning' : 'Normal'}</td>
        <td>{reason}</td>
        <td>
          <button type="button" class="text-link" title={`t=${readout(at)}`} onClick={() => goTo(at)}>
            {age}
          </button>
        </td>
        <td>{from}</td>
      </tr>
      <tr>
        <td colSpan={4} class="message">
          {message}
        </td>
      </tr>
    </>
  );
}
