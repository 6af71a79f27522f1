// What stands in place of the tracks while there is nothing to show: how something comes in, and three scenarios, each
// with its minimap. These are drawn from the scenarios themselves, run one after the other.

import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Timeline } from '../../src/report/timeline-model.ts';
import { makePainter } from '../canvas/paint.ts';
import { language, t } from '../i18n/i18n.ts';
import type { RunSource } from '../protocol.ts';
import { scenarioName } from '../state/link.ts';
import { theme } from '../state/preferences.ts';
import { engine } from '../state/run.ts';
import { METRICS } from '../timeline/metrics.ts';
import { minimapItems } from '../timeline/minimap.ts';

interface EmptyStateProps {
  readonly scenarios: readonly string[];
  readonly source: (name: string) => Promise<RunSource | undefined>;
  readonly onChoose: (name: string) => void;
}

const PROPOSED = ['tour/first-look.yaml', 'workloads/rolling-update.yaml', 'nodes/node-failure.yaml'] as const;

/** A page that is about to show something is empty for a moment. */
const PATIENCE_MILLIS = 200;

export function EmptyState({ scenarios, source, onChoose }: EmptyStateProps): JSX.Element {
  const known = PROPOSED.filter((name) => scenarios.includes(name));
  const timelines = useSignal<{ readonly [name: string]: Timeline }>({});
  useEffect(() => {
    const state = { isOver: false };
    const timer = setTimeout(() => void runAll(), PATIENCE_MILLIS);
    const runAll = async (): Promise<void> => {
      for (const name of known) {
        const timeline = await timelineOf(await source(name));
        if (state.isOver || timeline === undefined) return;
        timelines.value = { ...timelines.value, [name]: timeline };
      }
    };
    return () => {
      state.isOver = true;
      clearTimeout(timer);
    };
  }, []);
  return (
    <main class="main empty-state">
      <div>
        <h2>{t('open.empty')}</h2>
        <ul>
          {known.map((name) => {
            const timeline = timelines.value[name];
            return (
              <li key={name}>
                <button type="button" class="proposed" onClick={() => onChoose(name)}>
                  <Thumbnail timeline={timeline} />
                  <b lang="en">{scenarioName(name)}</b>
                  <span lang="en">{timeline?.description ?? ''}</span>
                </button>
              </li>
            );
          })}
        </ul>
        <p class="empty-keys">
          <kbd>Ctrl+O</kbd> {t('open.files')} <kbd>Ctrl+V</kbd> {t('open.paste')}
        </p>
      </div>
    </main>
  );
}

const counter = { runs: 0 };

/** Runs a scenario for its minimap alone; nothing where another run has come between. */
async function timelineOf(source: RunSource | undefined): Promise<Timeline | undefined> {
  counter.runs += 1;
  const key = `minimap-${counter.runs}`;
  try {
    const answer = source && (await engine.value?.open(key, source, () => undefined));
    return answer?.ok === true ? answer.timeline : undefined;
  } catch {
    return undefined; // Given up for what the reader wants to see.
  } finally {
    engine.value?.close(key);
  }
}

const WIDTH = 120;
const HEIGHT = 32;

function Thumbnail({ timeline }: { readonly timeline: Timeline | undefined }): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const look = theme.value;
  useEffect(() => {
    if (canvas.current === null || timeline === undefined) return;
    const scale = HEIGHT / METRICS.minimap;
    const size = { width: WIDTH / scale, height: METRICS.minimap, pixelRatio: window.devicePixelRatio * scale };
    makePainter(canvas.current, size, look, language.value).paint(minimapItems(timeline, size.width, timeline.until));
  }, [timeline, look]);
  return (
    <span class="thumbnail" aria-hidden="true">
      <canvas ref={canvas} width={WIDTH} height={HEIGHT} />
    </span>
  );
}
