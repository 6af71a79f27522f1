// What can be asked of a finished run's log about a moment: tables, objects, chains of causes. Apart from the
// session, so that any log can be asked.

import { decisionAt } from '#later/decision-view';
import type { UsagePort } from '../../src/cluster/usage.ts';
import type { Log } from '../../src/log/log.ts';
import { Moments } from '../../src/log/moment.ts';
import type { StringMap } from '../../src/model/objects.ts';
import { idOf } from '../../src/report/owner.ts';
import { flagValue } from '../../src/report/setting-text.ts';
import { rowOfState } from '../../src/report/state-row.ts';
import { type StoryLine, storyOf } from '../../src/report/story.ts';
import type { TellingContext } from '../../src/report/telling.ts';
import { chainOf, effectsOf } from '../../src/report/why.ts';
import type { Profiles } from '../../src/scheduler/framework.ts';
import type { Questions, RunQuestions, StoryEntry } from '../protocol.ts';
import { areaUsed } from './area-used.ts';
import { commandOutput } from './command-output.ts';
import { eventLinesAt } from './event-lines.ts';
import { eventsIndex } from './events-index.ts';
import { objectNames } from './object-names.ts';
import { type ObjectSource, objectViewAt } from './object-view.ts';
import { requestLinesAt } from './request-lines.ts';
import { diffOf, revisionsOf } from './revisions.ts';
import { tableWindows } from './table-window.ts';

/** More than this would be no list to choose from. */
const MOST_EFFECTS = 7;

export type LogAnswers = {
  readonly [N in keyof RunQuestions]: (ask: Questions[N]['ask']) => Questions[N]['answer'];
};

export interface LogSource {
  readonly log: Log;
  /** With statuses as they are read, where that is another thing than the log's. */
  readonly moments?: Moments;
  readonly startsAtEpochMicros: number;
  readonly leaseRenewedAt: ObjectSource['leaseRenewedAt'];
  /** What the schedulers decide by. */
  readonly profiles: Profiles;
  /** Flags of kube-controller-manager. */
  readonly settings?: StringMap;
  /** What metrics-server would measure; nothing is known of it where it is absent. */
  readonly usage?: UsagePort;
}

export function logAnswers(source: LogSource): LogAnswers {
  const { log, startsAtEpochMicros, leaseRenewedAt, profiles, settings, usage, moments = new Moments(log) } = source;
  const context: TellingContext = { log, moments, ...(settings !== undefined && { settings }) };
  const events = eventsIndex(log);
  const objects: ObjectSource = { log, moments, events, startsAtEpochMicros, leaseRenewedAt };
  return {
    table: tableWindows(log, moments),
    names: objectNames(log),
    object: ({ id, at, text }) => objectViewAt(objects, id, at, text),
    decision: ({ id, at }) => decisionAt(log, moments, profiles, startsAtEpochMicros, id, at),
    revisions: ({ id }) => revisionsOf(log, id),
    diff: ({ seq, base }) => diffOf(log, seq, startsAtEpochMicros, base),
    events: ({ id, at }) => eventLinesAt(events, moments, id, at),
    requests: (ask) => requestLinesAt(log, ask),
    story: (ask) =>
      storyOf(log, { moments, ...(settings !== undefined && { settings }), ...ask }).map((line) => entryOf(log, line)),
    areaUsed: (ask) => areaUsed(moments, usage, ask),
    flag: ({ name }) => flagValue(name, settings) || undefined,
    output: ({ seq }) => commandOutput(log, seq),
    effects: ({ seq }) => effectsOf(context, seq, MOST_EFFECTS),
    chain: (ask) => {
      const seq = 'seq' in ask ? ask.seq : rowOfState(log, moments, ask.id, ask.at);
      return seq === undefined ? [] : chainOf(context, seq);
    },
  };
}

function entryOf(log: Log, { at, seq, text, why }: StoryLine): StoryEntry {
  const object = log.object(seq);
  return { at, seq, text, why, about: object === undefined ? '' : idOf(object.kind, log.key(seq)) };
}
