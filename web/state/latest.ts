// One call at a time, and of those that come meanwhile only the last: for questions that a hand or a keyboard asks
// faster than they are answered.

export function latest<A extends readonly unknown[]>(call: (...wanted: A) => Promise<void>): (...wanted: A) => void {
  const state: { isBusy: boolean; next: A | undefined } = { isBusy: false, next: undefined };
  const pump = async (): Promise<void> => {
    state.isBusy = true;
    for (let wanted = state.next; wanted !== undefined; wanted = state.next) {
      state.next = undefined;
      try {
        await call(...wanted);
      } catch (error) {
        console.error(error); // The engine broke an invariant on this question; the page stays usable.
      }
    }
    state.isBusy = false;
  };
  return (...wanted) => {
    state.next = wanted;
    if (!state.isBusy) void pump();
  };
}
