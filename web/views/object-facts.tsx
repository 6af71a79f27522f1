// One line on an object beside its chip: what it waits for and asks for, or how ready it is and where; of names only
// the names are links.

import type { JSX } from 'preact';
import type { MessageKey } from '../i18n/en.ts';
import { t } from '../i18n/i18n.ts';
import type { ObjectView, PodFacts } from '../protocol.ts';
import { timeline } from '../state/run.ts';
import { objectName } from '../state/selection.ts';
import { isNarrow } from '../state/view.ts';
import { podNameForms } from '../timeline/labels.ts';
import { replacements } from '../timeline/replaced.ts';
import { Absence } from './absence.tsx';
import { Chip } from './chip.tsx';
import { ObjectLink } from './object-link.tsx';
import { RichText } from './rich-text.tsx';
import { troubleWords } from './trouble.tsx';

interface ObjectFactsProps {
  readonly id: string;
  readonly view: ObjectView;
}

export function ObjectFacts({ id, view }: ObjectFactsProps): JSX.Element | null {
  const shown = timeline.value;
  if (shown === undefined) return null;
  if (view.existence !== 'present') return <Absence view={view} />;
  const { pod } = view;
  const words = isNarrow.value ? troubleWords(view) : undefined;
  const { before, after } = replacements(shown);
  const facts = [
    ...(pod !== undefined && pod.waiting !== '' ? waitingFacts(pod) : placedFacts(view)),
    ...named('drawer.replaces', before.get(id)),
    ...named('drawer.replacedBy', after.get(id)),
    ...(isNarrow.value && view.owner !== '' ? named('drawer.ownedBy', view.owner) : []),
  ];
  return (
    <>
      {view.status === '' ? null : <Chip state={view.state} word={view.status} />}
      {words === undefined ? null : (
        <span>
          <RichText message={words.title} /> {words.gloss}
        </span>
      )}
      <span class="fact-line">
        {facts.map((fact, index) => (
          <span key={index} class="fact">
            {fact}
          </span>
        ))}
      </span>
    </>
  );
}

/** Of a pod that waits for a node. */
function waitingFacts({ waiting, requests, selector }: PodFacts): readonly (JSX.Element | string)[] {
  return [
    t('drawer.waiting', { d: waiting }),
    t('drawer.noNode'),
    ...(requests === '' ? [] : [t('drawer.requests', { list: requests })]),
    ...(selector === '' ? [] : [selector]),
  ];
}

function placedFacts({ ready, restarts, node, pod }: ObjectView): readonly (JSX.Element | string)[] {
  const d = pod?.lastRestart ?? '';
  return [
    ...(ready === '' ? [] : [t('drawer.ready', { ready })]),
    ...(restarts === 0 ? [] : [t(d === '' ? 'drawer.restarts' : 'drawer.restarted', { n: restarts, d })]),
    ...(node === '' ? [] : named('drawer.on', `Node/${node}`)),
  ];
}

/** A message with the name of an object in it, which is a link; pods are named in short. */
function named(message: MessageKey, id: string | undefined): readonly JSX.Element[] {
  if (id === undefined) return [];
  const { kind, name } = objectName(id);
  const [before = '', after = ''] = t(message, { name: '\u0000' }).split('\u0000');
  const short = kind === 'Pod' ? (podNameForms(name).at(-1) ?? name) : kind === 'Node' ? name : `${kind} ${name}`;
  return [
    <span key={id}>
      {before}
      <ObjectLink id={id} text={short} {...(kind === 'Pod' && { title: name })} />
      {after}
    </span>,
  ];
}
