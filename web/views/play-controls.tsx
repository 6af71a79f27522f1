// Playing: the event before and after, play and pause, how fast, and the readout of the cursor, in which another moment
// can be typed.

import { type Signal, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { t } from '../i18n/i18n.ts';
import { stepEvent } from '../state/actions.ts';
import { isPlaying, SPEEDS, speed, togglePlay } from '../state/play.ts';
import { timeline } from '../state/run.ts';
import { cursor, goTo } from '../state/view.ts';
import { parseMoment, readout, readoutClock } from '../timeline/ticks.ts';
import { Glyph, PlayGlyph } from './glyphs.tsx';

export function PlayControls(): JSX.Element {
  if (timeline.value === undefined) return <div class="header-play" />;
  return (
    <div class="header-play">
      <button type="button" class="icon-button" title={`${t('play.back')} (B)`} onClick={() => stepEvent(-1)}>
        <Glyph name="back" />
      </button>
      <button
        type="button"
        class="play-button"
        title={`${isPlaying.value ? t('play.pause') : t('play.play')} (Space)`}
        onClick={togglePlay}
      >
        <PlayGlyph isPlaying={isPlaying.value} />
      </button>
      <button type="button" class="icon-button" title={`${t('play.on')} (N)`} onClick={() => stepEvent(1)}>
        <Glyph name="on" />
      </button>
      <label class="picker picker-quiet" title={t('play.speed')}>
        <select
          aria-label={t('play.speed')}
          value={speed.value}
          onChange={(event) => {
            speed.value = Number(event.currentTarget.value);
          }}
        >
          {SPEEDS.map((factor) => (
            <option key={factor} value={factor}>{`${factor}×`}</option>
          ))}
        </select>
        <Glyph name="chevronDown" size={12} />
      </label>
      <Readout />
    </div>
  );
}

function Readout(): JSX.Element {
  const typed = useSignal<string | undefined>(undefined);
  const start = timeline.value?.startsAtEpochMicros ?? 0;
  const shown = typed.value ?? `t=${readout(cursor.value)}`;
  return (
    <form
      class="readout"
      onSubmit={(event) => {
        event.preventDefault();
        acceptTyped(typed, start);
      }}
    >
      <input
        class={typed.value !== undefined && parseMoment(typed.value, start) === undefined ? 'invalid' : ''}
        aria-label={t('play.moment')}
        title={t('play.moment')}
        size={Math.max(shown.length, 8)}
        value={shown}
        spellcheck={false}
        onFocus={(event) => event.currentTarget.select()}
        onInput={(event) => {
          typed.value = event.currentTarget.value;
        }}
        onBlur={() => {
          typed.value = undefined;
        }}
      />
      <span class="readout-clock">({readoutClock(cursor.value, start)})</span>
    </form>
  );
}

/** What is no moment is forgotten: the field says again where the cursor is. */
function acceptTyped(typed: Signal<string | undefined>, start: number): void {
  const at = typed.value === undefined ? undefined : parseMoment(typed.value, start);
  typed.value = undefined;
  if (at === undefined) return;
  goTo(at);
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}
