// A fault from the catalogue: what breaks, how, and for how long. Below it the line that it becomes in the scenario, so
// that whoever tries it here can write it there.

import type { JSX } from 'preact';
import { formatDuration } from '../../src/base/duration.ts';
import type { FaultChoice, FaultKind } from '../clerk-protocol.ts';
import type { MessageKey } from '../i18n/en.ts';
import { t } from '../i18n/i18n.ts';
import {
  faultChoice,
  faultFields,
  faultHow,
  faultKind,
  faults,
  faultTarget,
  setFault,
  setFaultField,
} from '../state/act.ts';
import { knownNames } from '../state/known-names.ts';
import { timeline } from '../state/run.ts';
import { cursor } from '../state/view.ts';
import { focusOnce } from './focus-once.ts';

export function FaultForm(): JSX.Element {
  const target = faultTarget.value;
  const targets = [...new Set(faults.value.map((fault) => fault.target))];
  const hows = faults.value.filter((fault) => fault.target === target).map(({ how }) => how);
  const names = namesOf(target);
  return (
    <>
      <div class="fault-form">
        <Choice
          label={t('act.what')}
          value={target}
          values={targets}
          prefix="target"
          onChoose={(next) => setFault(next)}
        />
        <label>
          <span>{t(faultKind.value?.isNamed === true ? 'act.selector' : 'act.name')}</span>
          <input
            ref={focusOnce}
            class="mono"
            size={26}
            list="fault-names"
            spellcheck={false}
            value={faultFields.value.name ?? ''}
            onInput={(event) => nameTyped(event.currentTarget.value, names)}
          />
          <datalist id="fault-names">
            {names.map(({ name, namespace }) => (
              <option key={`${namespace}/${name}`} value={name} />
            ))}
          </datalist>
        </label>
        <Choice
          label={t('act.how')}
          value={faultHow.value}
          values={hows}
          prefix="fault"
          onChoose={(next) => {
            faultHow.value = next;
          }}
        />
        {(faultKind.value?.others ?? []).map((field) => (
          <label key={field}>
            <span>{t(`act.${field}` as MessageKey)}</span>
            <input
              class="mono"
              size={6}
              spellcheck={false}
              placeholder={PLACEHOLDERS[field]}
              value={faultFields.value[field] ?? ''}
              onInput={(event) => setFaultField(field, event.currentTarget.value)}
            />
          </label>
        ))}
      </div>
      <FaultLine choice={faultChoice.value} />
    </>
  );
}

const PLACEHOLDERS: { readonly [field: string]: string } = { for: '5m', code: '1', factor: '10' };

/** With the name comes its namespace. */
function nameTyped(name: string, names: readonly Named[]): void {
  const known = names.find((each) => each.name === name);
  const { namespace: _, ...others } = faultFields.value;
  const place = known === undefined || known.namespace === '' ? {} : { namespace: known.namespace };
  faultFields.value = { ...others, name, ...place };
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly values: readonly string[];
  readonly prefix: 'target' | 'fault';
  readonly onChoose: (value: string) => void;
}

function Choice({ label, value, values, prefix, onChoose }: ChoiceProps): JSX.Element {
  return (
    <label>
      <span>{label}</span>
      <select value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {values.map((each) => (
          <option key={each} value={each}>
            {t(`${prefix}.${each}` as MessageKey)}
          </option>
        ))}
      </select>
    </label>
  );
}

interface Named {
  readonly name: string;
  readonly namespace: string;
}

const REGISTRIES = ['docker.io', 'registry.k8s.io', 'ghcr.io', 'quay.io'];

/** What could be meant: of pods those that are there. */
function namesOf(target: FaultKind['target']): readonly Named[] {
  const { nodes, pods } = knownNames.value;
  const plain = (names: readonly string[]): readonly Named[] => names.map((name) => ({ name, namespace: '' }));
  if (target === 'node') return plain(nodes);
  if (target === 'component') return plain((timeline.value?.components ?? []).map(({ name }) => name));
  if (target === 'registry') return plain(REGISTRIES);
  if (target === 'image') return [];
  return pods.map((key) => ({ namespace: key.slice(0, key.indexOf('/')), name: key.slice(key.indexOf('/') + 1) }));
}

function FaultLine({ choice }: { readonly choice: FaultChoice | undefined }): JSX.Element {
  if (choice === undefined) return <p class="act-line">{t('act.noName')}</p>;
  return (
    <p class="act-line">
      <span>{t('act.line')}</span>{' '}
      <code class="mono" lang="en">{`- {at: ${formatDuration(cursor.value)}, fail: ${flowText(choice)}}`}</code>
    </p>
  );
}

/** As it is written, as far as the eye goes: the scenario gets it in quotes where it needs them. */
function flowText(fields: FaultChoice): string {
  const parts = Object.entries(fields).map(([key, value]) => {
    return `${key}: ${typeof value === 'object' ? flowText(value) : value}`;
  });
  return `{${parts.join(', ')}}`;
}
