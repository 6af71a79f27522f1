// How the scheduler came to the node on which a pod is: folded under the chain, and opened
// by the step that tells of it.

import { type Signal, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { DecisionView } from '../decision-protocol.ts';
import { t } from '../i18n/i18n.ts';
import { WhyScheduling } from './why-scheduling.tsx';

const isOpen: Signal<boolean> = signal(false);
/** Counts the wishes to see it. */
const wishes: Signal<number> = signal(0);

/** Opens it and brings it into view. */
export function showScheduling(): void {
  isOpen.value = true;
  wishes.value += 1;
}

export function WhyThere({ view }: { readonly view: DecisionView }): JSX.Element {
  const place = useRef<HTMLDetailsElement>(null);
  const wished = wishes.value;
  useEffect(() => {
    if (wished > 0) place.current?.scrollIntoView({ block: 'start' });
  }, [wished]);
  return (
    <details
      class="why-there"
      ref={place}
      open={isOpen.value}
      onToggle={({ currentTarget }) => {
        isOpen.value = currentTarget.open;
      }}
    >
      <summary>{t('decision.whyThere', { node: view.chosen })}</summary>
      <WhyScheduling view={view} />
    </details>
  );
}
