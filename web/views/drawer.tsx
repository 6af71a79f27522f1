// The drawer: what is selected, at the cursor's time. Head with kind, name, state and facts; tabs Why,
// Describe, YAML.

import type { ComponentChildren, JSX } from 'preact';
import type { EventMark, Flag } from '../../src/report/timeline-model.ts';
import { t } from '../i18n/i18n.ts';
import { openAct } from '../state/act.ts';
import { closeDetails } from '../state/actions.ts';
import { objectView } from '../state/answers.ts';
import { pinned, togglePin } from '../state/arrangement.ts';
import { flagOutput } from '../state/command-output.ts';
import { timeline } from '../state/run.ts';
import { type DrawerTab, drawerTab, objectName, selectedId, selection } from '../state/selection.ts';
import { area, cursor, hasDetails, isNarrow } from '../state/view.ts';
import { flagWord } from '../state/words.ts';
import { readout } from '../timeline/ticks.ts';
import { AreaEvents, AreaPods, listCsv } from './area-lists.tsx';
import { AreaHead, AreaTab } from './area-summary.tsx';
import { Chip } from './chip.tsx';
import { CopyButton } from './copy-button.tsx';
import { DiffTab } from './diff-tab.tsx';
import { EventsTab } from './events-tab.tsx';
import { Glyph } from './glyphs.tsx';
import { KubectlText } from './kubectl-text.tsx';
import { ObjectFacts } from './object-facts.tsx';
import { ObjectLink } from './object-link.tsx';
import { RequestsTab } from './requests-tab.tsx';
import { Tabs } from './tabs.tsx';
import { TimeLink } from './time-link.tsx';
import { Trouble } from './trouble.tsx';
import { Why } from './why.tsx';

/** The whole drawer; nothing where nothing is selected. */
export function Drawer(): JSX.Element | null {
  if (!hasDetails.value) return null;
  return (
    <aside class="drawer" id="details" aria-label={t('drawer.label')}>
      <DrawerHead />
      <DrawerBody />
    </aside>
  );
}

export function DrawerHead(): JSX.Element | null {
  const chosen = selection.value;
  const isArea = isAreaTab(shownTab());
  return (
    <div class="drawer-head">
      <span class="drawer-buttons">
        <TryButton />
        <PinButton />
        <button type="button" class="icon-button" title={`${t('app.close')} (Q)`} onClick={closeDetails}>
          <Glyph name="close" />
        </button>
      </span>
      {isArea ? <AreaHead /> : null}
      {!isArea && chosen?.kind === 'object' ? <ObjectHead id={chosen.id} /> : null}
      {!isArea && chosen?.kind === 'flag' ? <FlagHead flag={chosen.flag} /> : null}
      {!isArea && chosen?.kind === 'event' ? <EventHead event={chosen.event} /> : null}
    </div>
  );
}

/** What is selected is what a command is filled in for. */
function TryButton(): JSX.Element | null {
  const id = selectedId();
  if (id === undefined || isAreaTab(shownTab())) return null;
  return (
    <button type="button" class="icon-button" title={`${t('act.try')} (K)`} onClick={() => openAct('kubectl')}>
      <Glyph name="bolt" />
    </button>
  );
}

function PinButton(): JSX.Element | null {
  const id = selectedId();
  if (id === undefined || isAreaTab(shownTab())) return null;
  return (
    <button
      type="button"
      class="icon-button"
      aria-pressed={pinned.value.includes(id)}
      title={`${t('command.pin')} (P)`}
      onClick={() => togglePin(id)}
    >
      <Glyph name="pin" />
    </button>
  );
}

interface TitleProps {
  readonly over: string;
  /** Id of the owner, empty for none. */
  readonly owner?: string;
  readonly children: ComponentChildren;
}

function Title({ over, owner = '', children }: TitleProps): JSX.Element {
  return (
    <>
      <p class="drawer-kind">
        {over}
        {owner === '' ? null : (
          <>
            {' · '}
            <ObjectLink id={owner} text={`${objectName(owner).kind} ${objectName(owner).name}`} />
          </>
        )}
      </p>
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
      <Title
        over={`${kind.toUpperCase()}${namespace === '' ? '' : ` · ${namespace}`}`}
        owner={isNarrow.value ? '' : (view?.owner ?? '')}
      >
        {name}
      </Title>
      <div class="drawer-facts">{view === undefined ? ' ' : <ObjectFacts id={id} view={view} />}</div>
    </>
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
  const said = flagOutput.value;
  return (
    <>
      <Title over={t(flag.kind === 'action' ? 'drawer.action' : 'drawer.fault')}>{flagWord(flag)}</Title>
      <p class="drawer-facts">
        <TimeLink at={flag.at} text={`t=${readout(flag.at)}`} />
      </p>
      {said === undefined || said.text === '' ? null : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key
        <pre class={`kubectl-text command-output ${said.isError ? 'failed' : ''}`} tabIndex={0} lang="en">
          {said.text}
        </pre>
      )}
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

function isAreaTab(tab: DrawerTab | undefined): boolean {
  return tab === 'summary' || tab === 'areaPods' || tab === 'areaEvents';
}

function isComponent(id: string): boolean {
  return id.startsWith('component/');
}

/** The tabs that what is selected has; of a marked area its own, or its summary before those. */
function tabNames(): readonly { readonly id: DrawerTab; readonly label: string }[] {
  const summary = area.value === undefined ? [] : [{ id: 'summary' as const, label: t('area.summary') }];
  const chosen = selection.value;
  if (chosen === undefined) {
    if (area.value === undefined) return [];
    return [...summary, { id: 'areaPods', label: t('area.pods') }, { id: 'areaEvents', label: t('track.events') }];
  }
  const why = { id: 'why' as const, label: t('drawer.why') };
  if (chosen.kind !== 'object') return [...summary, why];
  if (isComponent(chosen.id)) return [...summary, why, { id: 'events', label: t('requests.title') }];
  return [
    ...summary,
    why,
    { id: 'describe', label: 'Describe' },
    { id: 'yaml', label: 'YAML' },
    { id: 'diff', label: t('drawer.diff') },
    { id: 'events', label: t('track.events') },
  ];
}

/** The tab in front: the chosen one where there is such a tab. */
function shownTab(): DrawerTab | undefined {
  const names = tabNames();
  return (names.find(({ id }) => id === drawerTab.value) ?? names.find(({ id }) => !isAreaTab(id)) ?? names[0])?.id;
}

export function DrawerBody(): JSX.Element {
  const tab = shownTab();
  const view = objectView.value;
  const text = tab === 'describe' ? (view?.describe ?? '') : tab === 'yaml' ? (view?.yaml ?? '') : undefined;
  return (
    <>
      <div class="drawer-tabs">
        <Tabs
          names={tabNames()}
          chosen={tab}
          label={t('drawer.label')}
          onChoose={(id) => {
            drawerTab.value = id;
          }}
        />
        {text === undefined ? null : <CopyButton text={text} />}
        {tab === 'areaPods' || tab === 'areaEvents' ? <CopyButton text={() => listCsv(tab)} /> : null}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key */}
      <div class="drawer-content" role="tabpanel" tabIndex={0} data-focus="details">
        <TabContent tab={tab} text={text} />
      </div>
    </>
  );
}

interface TabContentProps {
  readonly tab: DrawerTab | undefined;
  readonly text: string | undefined;
}

function TabContent({ tab, text }: TabContentProps): JSX.Element {
  if (tab === 'summary') return <AreaTab />;
  if (tab === 'areaPods') return <AreaPods />;
  if (tab === 'areaEvents') return <AreaEvents />;
  if (tab === 'diff') return <DiffTab />;
  if (tab === 'events') return isComponent(selectedId() ?? '') ? <RequestsTab /> : <EventsTab />;
  if (text === undefined) return <Why />;
  if (tab === 'yaml') return <KubectlText text={text} setters={objectView.value?.setters ?? []} />;
  return (
    <>
      {isNarrow.value ? null : <Trouble />}
      <KubectlText text={text} />
    </>
  );
}
