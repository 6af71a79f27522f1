// The worker's side of the protocol as seen from the page: numbers the questions and gives each its answer. The second
// run that verifies the first has a worker of its own, so that nobody waits for it.

import type { AnswerMessage, Engine, QuestionMessage, QuestionName, Questions } from './protocol.ts';

interface Waiting {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
}

/** The part of a worker that is needed; a test has its own. */
export interface Port {
  postMessage(message: QuestionMessage): void;
  addEventListener(type: 'message', listener: (event: { readonly data: AnswerMessage }) => void): void;
  addEventListener(type: 'error', listener: (event: { readonly message?: string }) => void): void;
  terminate(): void;
}

/** The engine behind workers; `makePort` starts one. */
export function engineClient(makePort: () => Port): Engine {
  const main = asking(makePort());
  return {
    ask: async (name, question) => {
      if (name !== 'verify') return main(name, question);
      const port = makePort();
      try {
        return await asking(port)(name, question);
      } finally {
        port.terminate();
      }
    },
  };
}

function asking(port: Port): Engine['ask'] {
  const waiting = new Map<number, Waiting>();
  const state = { number: 0 };
  port.addEventListener('message', ({ data }) => {
    const asked = waiting.get(data.number);
    waiting.delete(data.number);
    if (data.ok) asked?.resolve(data.answer as never);
    else asked?.reject(new Error(data.message));
  });
  port.addEventListener('error', ({ message }) => {
    for (const asked of waiting.values()) asked.reject(new Error(message ?? 'the worker stopped'));
    waiting.clear();
  });
  return <N extends QuestionName>(name: N, ask: Questions[N]['ask']) =>
    new Promise<Questions[N]['answer']>((resolve, reject) => {
      state.number += 1;
      waiting.set(state.number, { resolve, reject });
      port.postMessage({ number: state.number, name, ask });
    });
}
