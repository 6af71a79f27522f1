// The view as a picture: SVG or PNG with names, picture and legend. Made in the page, from the same draw list as the
// canvas; nothing leaves the machine.

import { formatDate } from '../../src/base/wall-clock.ts';
import type { Timeline } from '../../src/report/timeline-model.ts';
import { makePainter } from '../canvas/paint.ts';
import { svgText } from '../canvas/svg.ts';
import { language, t } from '../i18n/i18n.ts';
import { theme } from '../state/preferences.ts';
import { digest, timeline, until } from '../state/run.ts';
import { save } from '../state/save-files.ts';
import { sceneView } from '../state/scene-view.ts';
import { cursor, layout } from '../state/view.ts';
import { classWord, setting } from '../state/words.ts';
import { minimapItems } from '../timeline/minimap.ts';
import type { Row } from '../timeline/rows.ts';
import { type Sheet, sheetOf } from '../timeline/sheet.ts';
import { readout, readoutClock } from '../timeline/ticks.ts';
import { fileName } from './exports.ts';
import { overlayItems } from './overlay.ts';

const PNG_RATIO = 2;

function currentSheet(shown: Timeline): Sheet {
  const start = shown.startsAtEpochMicros;
  const moment = `t=${readout(cursor.value)} (${formatDate(start)} ${readoutClock(cursor.value, start)} UTC)`;
  const words = {
    title: `${shown.name} · ${t('app.seed')} ${shown.seed}`,
    note: `${moment} · orrery · ${digest.value.slice(0, 12)}`,
    actions: t('track.actions'),
    events: t('track.events'),
    row: (row: Row) => rowName(shown, row),
    state: classWord,
  };
  const view = sceneView();
  const above = [...minimapItems(shown, view.width, until.value), ...overlayItems()];
  return sheetOf(shown, layout.value, view, setting.value, words, above);
}

function rowName(shown: Timeline, row: Row): string {
  switch (row.kind) {
    case 'group':
      return t(`track.${row.group}`);
    case 'section':
      return row.name;
    case 'strip':
      return row.isZone ? t('track.zone', { name: row.name }) : row.name;
    case 'component':
      return shown.components[row.index]?.name ?? '';
    case 'workload': {
      const track = shown.workloads[row.index];
      return `${track?.kind ?? ''} ${track?.name ?? ''}`;
    }
    case 'hpa':
      return `HPA ${shown.hpas[row.index]?.name ?? ''}`;
    case 'node':
    case 'nodeBar':
      return shown.nodes[row.index]?.name ?? '';
    case 'noNode':
      return t('track.noNode');
    case 'states':
    case 'pods':
      return '';
  }
}

export function exportSvg(): void {
  const shown = timeline.value;
  if (shown === undefined) return;
  const sheet = currentSheet(shown);
  const text = svgText(sheet.items, { ...sheet, title: shown.name }, theme.value, language.value);
  save(fileName(shown, 'svg'), new Blob([text], { type: 'image/svg+xml' }));
}

export function exportPng(): void {
  const shown = timeline.value;
  if (shown === undefined) return;
  const sheet = currentSheet(shown);
  const canvas = document.createElement('canvas');
  const { width, height } = sheet;
  makePainter(canvas, { width, height, pixelRatio: PNG_RATIO }, theme.value, language.value).paint(sheet.items);
  canvas.toBlob((blob) => {
    if (blob !== null) save(fileName(shown, 'png'), blob);
  });
}
