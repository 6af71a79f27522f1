// Nobody loses the place: when what has the focus goes out of the page (a panel closes, a branch is removed, a table
// gives way to details), the focus goes back to where it was before, or to the tab that is chosen there. Whoever leaves
// by a click has left.

const LONGEST_TRAIL = 20;

/** Starts watching; the result stops it. */
export function keepFocus(): () => void {
  let trail: readonly HTMLElement[] = [];
  let path: readonly Node[] = [];
  const come = ({ target }: FocusEvent): void => {
    if (!(target instanceof HTMLElement)) return;
    if (trail.length === 0) trail = [document.body];
    trail = [...trail.filter((element) => element !== target), target].slice(-LONGEST_TRAIL);
    path = pathOf(target);
  };
  // What has the focus may go as soon as it loses it, while the reader is on the way to somewhere else. Heard first,
  // since whoever takes it away hears of it too.
  const go = ({ relatedTarget }: FocusEvent): void => {
    if (relatedTarget !== null) path = [];
  };
  const press = (): void => {
    requestAnimationFrame(() => {
      if (document.activeElement !== document.body || path[0]?.isConnected !== true) return;
      trail = [...trail, document.body];
      path = [];
    });
  };
  const mend = (): void => {
    if (path[0]?.isConnected !== false || document.activeElement !== document.body) return;
    const near = path.find((node) => node.isConnected);
    path = [];
    trail = trail.filter((element) => element.isConnected);
    if (!(near instanceof Element)) return;
    const isWhole = near.matches('.app, .main');
    const before = trail.findLast((element) =>
      element === document.body ? isWhole : near.contains(element) && element.checkVisibility(),
    );
    if (before === document.body) return; // nothing had the focus
    const chosen = near.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]');
    (before ?? chosen ?? trail.at(-1))?.focus({ preventScroll: true });
  };
  const observer = new MutationObserver(mend);
  observer.observe(document.body, { childList: true, subtree: true });
  document.addEventListener('focusin', come);
  document.addEventListener('focusout', go, true);
  document.addEventListener('pointerdown', press);
  return () => {
    observer.disconnect();
    document.removeEventListener('focusin', come);
    document.removeEventListener('focusout', go, true);
    document.removeEventListener('pointerdown', press);
  };
}

/** A node and all that it stands in. */
function pathOf(node: Node): readonly Node[] {
  return node.parentNode === null ? [node] : [node, ...pathOf(node.parentNode)];
}
