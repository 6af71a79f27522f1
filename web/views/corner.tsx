// The corner left of minimap and axis: a button for every gesture of zooming, and the
// choice of axis.

import type { JSX } from 'preact';
import { t } from '../i18n/i18n.ts';
import { fitAll, fitSelection } from '../state/actions.ts';
import { chain } from '../state/answers.ts';
import { axisChoice } from '../state/axis.ts';
import { AXES, type AxisChoice } from '../state/axis-choice.ts';
import { until } from '../state/run.ts';
import { axis, cursor, glideTo, range } from '../state/view.ts';
import { zoomed } from '../timeline/viewport.ts';
import { Glyph } from './glyphs.tsx';

export function Corner(): JSX.Element {
  // Without a chain there is nothing to cut to, and the axis runs evenly.
  const isChainless = axisChoice.value === 'chain' && axis.value === undefined;
  const shownChoice = isChainless ? 'linear' : axisChoice.value;
  return (
    <div class="corner">
      <div class="corner-zoom">
        <span class="button-pair">
          <button type="button" title={`${t('zoom.out')} (S)`} onClick={() => zoom(2)}>
            <Glyph name="minus" size={14} />
          </button>
          <button type="button" title={`${t('zoom.in')} (W)`} onClick={() => zoom(0.5)}>
            <Glyph name="plus" size={14} />
          </button>
        </span>
        <span class="corner-fit">
          <button type="button" class="quiet-button" onClick={fitSelection}>
            {t('zoom.fit')} <kbd>F</kbd>
          </button>
          <button type="button" class="quiet-button" onClick={fitAll}>
            {t('zoom.all')} <kbd>0</kbd>
          </button>
        </span>
      </div>
      <label class="corner-axis">
        <span>{t('axis.label')}</span>
        <span class="corner-axis-name">
          {t(`axis.${shownChoice}`)} <Glyph name="chevronDown" size={10} />
        </span>
        <select
          class="picker-cover"
          value={shownChoice}
          onChange={(event) => {
            axisChoice.value = event.currentTarget.value as AxisChoice;
          }}
        >
          {AXES.map((choice) => (
            <option key={choice} value={choice} disabled={choice === 'chain' && chain.value === undefined}>
              {t(`axis.${choice}`)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

function zoom(factor: number): void {
  const { from, to } = range.value;
  const anchor = cursor.value >= from && cursor.value <= to ? cursor.value : (from + to) / 2;
  glideTo(zoomed(range.value, factor, anchor, until.value, axis.value));
}
