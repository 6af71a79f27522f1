// The module worker: hears the page's questions and answers them from the run it holds. The engine runs here, so that
// the page's thread stays free for the hand; everything that crosses is plain data.

import type { AnswerMessage, QuestionMessage, QuestionName, Questions } from '../protocol.ts';
import { createSession, digestOfRun, type Session } from './session.ts';

type Handlers = { readonly [N in QuestionName]: (ask: Questions[N]['ask']) => Questions[N]['answer'] };

/** The handlers of all questions, around one run at a time. */
function createHandlers(): Handlers {
  const state: { session: Session | undefined } = { session: undefined };
  const current = (): Session => {
    if (state.session === undefined) throw new Error('no run is open');
    return state.session;
  };
  return {
    open: (source) => {
      const opened = createSession(source);
      if (!opened.ok) return { ok: false, problems: opened.problems };
      state.session = opened.session;
      return opened.session.opened;
    },
    verify: (source) => ({ digest: digestOfRun(source) }),
    table: (ask) => current().table(ask),
    object: (ask) => current().object(ask),
    decision: (ask) => current().decision(ask),
    revisions: (ask) => current().revisions(ask),
    diff: (ask) => current().diff(ask),
    events: (ask) => current().events(ask),
    story: (ask) => current().story(ask),
    effects: (ask) => current().effects(ask),
    chain: (ask) => current().chain(ask),
  };
}

function answerTo(handlers: Handlers, { number, name, ask }: QuestionMessage): AnswerMessage {
  try {
    return { number, ok: true, answer: handlers[name](ask as never) };
  } catch (error) {
    return { number, ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

const handlers = createHandlers();
addEventListener('message', (event: MessageEvent<QuestionMessage>) => {
  postMessage(answerTo(handlers, event.data));
});
