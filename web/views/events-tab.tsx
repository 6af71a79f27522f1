// KubeEvents about the selected object up to the cursor, as
// kubectl lists them; the time of each is a link.

import type { JSX } from 'preact';
import { t } from '../i18n/i18n.ts';
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
            <th scope="col">Message</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ at, isWarning, age, reason, from, message }, index) => (
            <tr key={index} class={isWarning ? 'warning' : ''}>
              <td>{isWarning ? 'Warning' : 'Normal'}</td>
              <td>{reason}</td>
              <td>
                <button type="button" class="text-link" title={`t=${readout(at)}`} onClick={() => goTo(at)}>
                  {age}
                </button>
              </td>
              <td>{from}</td>
              <td class="message">{message}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="why-note">{t('events.kept')}</p>
    </section>
  );
}
