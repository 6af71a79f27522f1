// A ref that takes the focus for a field that has just come into the page: once, so that a later drawing of the same
// field does not take it back from where the reader has gone.

const FOCUSED = new WeakSet<Element>();

/** Takes the focus when it comes into the page, and not again while it stays. */
export function focusOnce(element: HTMLElement | null): void {
  if (element === null || FOCUSED.has(element)) return;
  FOCUSED.add(element);
  element.focus();
}
