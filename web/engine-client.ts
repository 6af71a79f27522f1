// The worker's side of the protocol as seen from the page: numbers the questions and gives each its answer. Every run
// has a worker of its own, so that the shown one answers while another runs, and a run that hangs can be ended. So has
// the run that verifies another. Questions about texts go to a worker that never runs anything.

import type {
  AnswerMessage,
  AskedName,
  Engine,
  QuestionMessage,
  QuestionName,
  Questions,
  RunProgress,
} from './protocol.ts';

/** The part of a worker that is needed; a test has its own. */
export interface Port {
  postMessage(message: QuestionMessage): void;
  addEventListener(type: 'message', listener: (event: { readonly data: AnswerMessage }) => void): void;
  addEventListener(type: 'error', listener: (event: { readonly message?: string }) => void): void;
  terminate(): void;
}

/** Why a run that was given up has no answer. */
export const GIVEN_UP = 'given up';

const CLERK: ReadonlySet<QuestionName> = new Set<QuestionName>([
  'check',
  'propose',
  'explain',
  'vocabulary',
  'command',
  'branch',
  'needed',
]);

/** A worker that was asked to stop and does not hear it for so long is ended. */
const STOP_MILLIS = 3_000;
/** No honest text takes so long to read. */
const CLERK_MILLIS = 20_000;

/** The engine behind workers; `makePort` starts one. */
export function engineClient(makePort: () => Port): Engine {
  const runs = new Map<string, Line>();
  const askClerk = clerkOf(makePort);
  const state: {
    shown: Line | undefined;
    underWay: UnderWay | undefined;
    verify: Line | undefined;
  } = {
    shown: undefined,
    underWay: undefined,
    verify: undefined,
  };
  const close = (key: string): void => {
    const line = runs.get(key);
    runs.delete(key);
    if (line !== undefined && state.shown === line) state.shown = undefined;
    if (state.underWay?.line === line) line?.end(GIVEN_UP);
    else line?.leave();
  };
  const follow = async <N extends 'open' | 'resume'>(
    key: string,
    line: Line,
    name: N,
    question: Questions[N]['ask'],
    onProgress: (progress: RunProgress) => void,
  ): Promise<Questions[N]['answer']> => {
    const before = state.underWay;
    if (before !== undefined) close(before.key);
    const underWay = { key, line };
    state.underWay = underWay;
    state.verify?.end(GIVEN_UP);
    try {
      const answer = await line.ask(name, question, onProgress);
      if (!answer.ok) close(key);
      return answer;
    } catch (error) {
      close(key);
      throw error;
    } finally {
      if (state.underWay === underWay) state.underWay = undefined;
    }
  };
  return {
    ask: async <N extends AskedName>(name: N, question: Questions[N]['ask']) => {
      if (name === 'verify') {
        const line = openLine(makePort());
        state.verify = line;
        try {
          return await line.ask(name, question);
        } finally {
          line.end(GIVEN_UP);
        }
      }
      if (CLERK.has(name)) return await askClerk(name, question);
      if (state.shown === undefined) throw new Error('no run is open');
      return state.shown.ask(name, question);
    },
    open(key, source, onProgress) {
      close(key);
      const line = openLine(makePort());
      runs.set(key, line);
      return follow(key, line, 'open', source, onProgress);
    },
    resume(key, onProgress) {
      const line = runs.get(key);
      if (line === undefined) return Promise.reject(new Error('no run is open'));
      return follow(key, line, 'resume', {}, onProgress);
    },
    stop() {
      const { underWay } = state;
      if (underWay === undefined) return;
      void underWay.line.ask('stop', {}).catch(() => undefined);
      setTimeout(() => {
        if (state.underWay === underWay) close(underWay.key);
      }, STOP_MILLIS);
    },
    show(key) {
      const line = runs.get(key);
      if (line !== undefined) state.shown = line;
      return line !== undefined;
    },
    close,
  };
}

/** Texts may hold code that never ends: whoever was given it is ended, and the next question finds another. */
function clerkOf(makePort: () => Port): Line['ask'] {
  const state: { line: Line | undefined } = { line: undefined };
  return async (name, question) => {
    state.line ??= openLine(makePort());
    const { line } = state;
    const timer = setTimeout(() => {
      if (state.line === line) state.line = undefined;
      line.end('the worker did not answer');
    }, CLERK_MILLIS);
    try {
      return await line.ask(name, question);
    } finally {
      clearTimeout(timer);
    }
  };
}

interface UnderWay {
  readonly key: string;
  readonly line: Line;
}

interface Waiting {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress?: (progress: RunProgress) => void;
}

/** A worker and what it was asked. */
interface Line {
  readonly ask: <N extends QuestionName>(
    name: N,
    ask: Questions[N]['ask'],
    onProgress?: (progress: RunProgress) => void,
  ) => Promise<Questions[N]['answer']>;
  /** Ends the worker once it has answered what it was asked. */
  readonly leave: () => void;
  /** Ends it at once; what waits for an answer is told why there is none. */
  readonly end: (why: string) => void;
}

function openLine(port: Port): Line {
  const waiting = new Map<number, Waiting>();
  const state = { number: 0, isLeaving: false };
  const leaveIdle = (): void => {
    if (state.isLeaving && waiting.size === 0) port.terminate();
  };
  const rejectAll = (why: string): void => {
    for (const asked of waiting.values()) asked.reject(new Error(why));
    waiting.clear();
  };
  port.addEventListener('message', ({ data }) => {
    const asked = waiting.get(data.number);
    if ('progress' in data) {
      asked?.onProgress?.(data.progress);
      return;
    }
    waiting.delete(data.number);
    if (data.ok) asked?.resolve(data.answer as never);
    else asked?.reject(new Error(data.message));
    leaveIdle();
  });
  port.addEventListener('error', ({ message }) => rejectAll(message ?? 'the worker stopped'));
  return {
    ask: (name, ask, onProgress) =>
      new Promise((resolve, reject) => {
        state.number += 1;
        waiting.set(state.number, { resolve, reject, ...(onProgress !== undefined && { onProgress }) });
        port.postMessage({ number: state.number, name, ask });
      }),
    leave() {
      state.isLeaving = true;
      leaveIdle();
    },
    end(why) {
      rejectAll(why);
      port.terminate();
    },
  };
}
