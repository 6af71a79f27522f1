// Parts of the engine that the page loads when they are first needed. The engine itself never waits: a part that is
// not there yet is thrown, whoever asked loads it and asks again. A run in which one is missed begins anew, and comes
// to the same. Which they are stands in package.json under `imports`; in Node all are there at once.

/** Thrown in place of a part that is still to be loaded. */
class Missing {
  readonly load: () => Promise<void>;

  constructor(load: () => Promise<void>) {
    this.load = load;
  }
}

/** A part by the import that brings it. */
export function later<Part>(bring: () => Promise<Part>): () => Part {
  const state: { part?: Part } = {};
  const load = async (): Promise<void> => {
    state.part = await bring();
  };
  return () => {
    if (state.part === undefined) throw new Missing(load);
    return state.part;
  };
}

/** What a question answers; it is asked again whenever a part was missing, so that it must change nothing. */
export async function withParts<Answer>(ask: () => Answer | Promise<Answer>): Promise<Answer> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof Missing)) throw error;
      await error.load();
    }
  }
}
