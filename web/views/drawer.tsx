// The drawer: what is selected, at the cursor's time. Head with kind, name, state and facts; tabs Why,
// Describe, YAML.

import type { ComponentChildren, JSX } from 'preact';
import type { EventMark, Flag } from '../../src/report/timeline-model.ts';
import { t } from '../i18n/i18n.ts';
import type { ObjectView } from '../protocol.ts';
import { select, selectObject } from '../state/actions.ts';
import { objectView } from '../state/answers.ts';
import { timeline } from '../state/run.ts';
import { type DrawerTab, drawerTab, objectName, selection } from '../state/selection.ts';
import { cursor, goTo } from '../state/view.ts';
import { flagWord } from '../state/words.ts';
import { readout } from '../timeline/ticks.ts';
import { Chip } from './chip.tsx';
import { CopyButton } from './copy-button.tsx';
import { Glyph } from './glyphs.tsx';
import { Tabs } from './tabs.tsx';
import { Why } from './why.tsx';

/** The whole drawer; nothing where nothing is selected. */
export function Drawer(): JSX.Element | null {
  if (selection.value === undefined) return null;
  return (
    <aside class="drawer" id="details" aria-label={t('drawer.label')}>
      <DrawerHead />
      <DrawerBody />
    </aside>
  );
}

export function DrawerHead(): JSX.Element | null {
  const chosen = selection.value;
  if (chosen === undefined) return null;
  return (
    <div class="drawer-head">
      <button
        type="button"
        class="icon-button drawer-close"
        title={`${t('app.close')} (Q)`}
        onClick={() => select(undefined)}
      >
        <Glyph name="close" />
      </button>
      {chosen.kind === 'object' ? <ObjectHead id={chosen.id} /> : null}
      {chosen.kind === 'flag' ? <FlagHead flag={chosen.flag} /> : null}
      {chosen.kind === 'event' ? <EventHead event={chosen.event} /> : null}
    </div>
  );
}

function Title({ over, children }: { readonly over: string; readonly children: ComponentChildren }): JSX.Element {
  return (
    <>
      <p class="drawer-kind">{over}</p>
      <h2 class="drawer-title" lang="en">
        {children}
      </h2>
    </>
  );
}

function ObjectHead({ id }: { readonly id: string }): JSX.Element {
  const { kind, namespace, name } = objectName(id);
  if (kind === 'component') return <ComponentHead name={name} />;
  const view = objectView.value;
  return (
    <>
      <Title over={`${kind.toUpperCase()}${namespace === '' ? '' : ` · ${namespace}`}`}>{name}</Title>
      <p class="drawer-facts">{view === undefined ? ' ' : <Facts view={view} />}</p>
    </>
  );
}

function Facts({ view }: { readonly view: ObjectView }): JSX.Element {
  if (view.existence !== 'present') return <Absence view={view} />;
  const facts: (JSX.Element | string)[] = [];
  if (view.ready !== '') facts.push(t('drawer.ready', { ready: view.ready }));
  if (view.restarts > 0) facts.push(t('drawer.restarts', { n: view.restarts }));
  if (view.node !== '') facts.push(<ObjectLink id={`Node/${view.node}`} text={t('drawer.on', { node: view.node })} />);
  if (view.owner !== '') {
    facts.push(<ObjectLink id={view.owner} text={t('drawer.ownedBy', { owner: objectName(view.owner).kind })} />);
  }
  return (
    <>
      {view.status === '' ? null : <Chip state={view.state} word={view.status} />}
      <span>
        {facts.map((fact, index) => (
          <span key={index}>
            {index === 0 ? '' : ' · '}
            {fact}
          </span>
        ))}
      </span>
    </>
  );
}

function Absence({ view }: { readonly view: ObjectView }): JSX.Element {
  if (view.existence === 'never') return <span>{t('drawer.never')}</span>;
  const moment = `t=${readout(view.at)}`;
  return (
    <>
      <span>{t(view.existence === 'gone' ? 'drawer.gone' : 'drawer.notYet', { t: moment })}</span>
      <button type="button" class="text-link" onClick={() => goTo(view.existence === 'gone' ? view.at - 1 : view.at)}>
        {t('drawer.goThere')}
      </button>
    </>
  );
}

/** A name that selects what it names. */
function ObjectLink({ id, text }: { readonly id: string; readonly text: string }): JSX.Element {
  return (
    <button type="button" class="text-link" onClick={() => selectObject(id)}>
      {text}
    </button>
  );
}

function ComponentHead({ name }: { readonly name: string }): JSX.Element {
  const track = timeline.value?.components.find((component) => component.name === name);
  const down = track?.down.find((gap) => gap.from <= cursor.value && cursor.value < gap.to);
  return (
    <>
      <Title over={t('drawer.component')}>{name}</Title>
      <p class="drawer-facts">
        <Chip state={down === undefined ? 'running' : 'failing'} word={down === undefined ? 'Running' : 'Down'} />
      </p>
    </>
  );
}

function FlagHead({ flag }: { readonly flag: Flag }): JSX.Element {
  return (
    <>
      <Title over={t(flag.kind === 'action' ? 'drawer.action' : 'drawer.fault')}>{flagWord(flag)}</Title>
      <p class="drawer-facts mono">t={readout(flag.at)}</p>
    </>
  );
}

function EventHead({ event }: { readonly event: EventMark }): JSX.Element {
  const { kind, name } = objectName(event.about);
  return (
    <>
      <Title over={t('drawer.event')}>{event.reason}</Title>
      <p class="drawer-facts">
        <ObjectLink id={event.about} text={`${kind} ${name}`} />
      </p>
      <p class="drawer-message" lang="en">
        {event.message}
      </p>
    </>
  );
}

function tabNames(): readonly { readonly id: DrawerTab; readonly label: string }[] {
  const why = { id: 'why' as const, label: t('drawer.why') };
  const chosen = selection.value;
  if (chosen?.kind !== 'object' || chosen.id.startsWith('component/')) return [why];
  return [why, { id: 'describe', label: 'Describe' }, { id: 'yaml', label: 'YAML' }];
}

export function DrawerBody(): JSX.Element {
  const names = tabNames();
  const tab = names.find((name) => name.id === drawerTab.value) ?? names[0];
  const view = objectView.value;
  const text = tab?.id === 'describe' ? (view?.describe ?? '') : tab?.id === 'yaml' ? (view?.yaml ?? '') : undefined;
  return (
    <>
      <div class="drawer-tabs">
        <Tabs
          names={names}
          chosen={tab?.id ?? 'why'}
          label={t('drawer.label')}
          onChoose={(id) => {
            drawerTab.value = id;
          }}
        />
        {text === undefined ? null : <CopyButton text={text} />}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key */}
      <div class="drawer-content" role="tabpanel" tabIndex={0} data-focus="details">
        {text === undefined ? (
          <Why />
        ) : (
          <pre class="kubectl-text" lang="en">
            {text}
          </pre>
        )}
      </div>
    </>
  );
}
