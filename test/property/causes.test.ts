// Every row of every scenario leads back to a line of the scenario or to a named process, in a few steps, and can be
// told in a sentence of the catalogue whose values are all there.

import { describe, expect, test } from 'vitest';
import type { Log } from '../../src/log/log.ts';
import { Moments } from '../../src/log/moment.ts';
import type { Seq } from '../../src/log/row.ts';
import { SENTENCES, sentenceOf } from '../../src/report/sentences.ts';
import { tellRow } from '../../src/report/telling.ts';
import { ancestors, chainOf } from '../../src/report/why.ts';
import { runFile, scenarioFiles } from '../golden/stories.ts';

/** More steps than any chain that a reader could follow. */
const LONGEST = 100;

/** What is wrong with the way from a row to its root; nothing where all is well. */
function complaint(log: Log, seq: Seq): string | undefined {
  const way = ancestors(log, seq);
  const [root = seq] = way;
  const plain = log.plain(root);
  const isEntry = plain?.type === 'action' || plain?.type === 'component' || plain?.type === 'fault';
  if (!isEntry) return `row ${seq} leads to row ${root} by ${log.actor(root)}, which is no root`;
  if ((plain.type === 'action' || plain.type === 'fault') && plain.source.line < 1) return `row ${root} has no line`;
  if (way.length > LONGEST) return `row ${seq} is ${way.length} steps from its root`;
  const early = way.find((each, index) => index > 0 && log.at(each) < log.at(way[index - 1] ?? each));
  return early === undefined ? undefined : `row ${early} is earlier than its cause`;
}

describe.each(scenarioFiles())('%s', (scenario) => {
  const { log } = runFile(scenario).simulation;

  test('every row has a root', () => {
    const complaints = [...log.rows()].flatMap(({ seq }) => complaint(log, seq) ?? []);
    expect(complaints).toEqual([]);
  });

  test('every row can be told', () => {
    for (const { seq } of log.rows()) {
      const telling = tellRow({ log }, seq);
      expect(SENTENCES).toHaveProperty([telling.sentence]);
      expect(sentenceOf(telling)).not.toMatch(/\{\w+\}/);
    }
  });

  test('a chain begins with its root, ends with its row, and never goes back in time', () => {
    const moments = new Moments(log);
    for (let seq = 0; seq < log.length; seq += 7) {
      const chain = chainOf({ log, moments }, seq);
      expect(chain.at(0)?.seq).toBe(ancestors(log, seq)[0]);
      expect(chain.at(-1)?.seq).toBe(seq);
      expect(chain.every(({ waited }) => waited >= 0)).toBe(true);
    }
  });
});
