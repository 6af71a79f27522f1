// The module worker: hears the page's questions and answers them from the run it holds. The engine runs here, so that
// the page's thread stays free for the hand; everything that crosses is plain data.

import { lendToPolicies } from '../../src/scenario/policy-host.ts';
import type { ClerkQuestions } from '../clerk-protocol.ts';
import type {
  AnswerMessage,
  OpenAnswer,
  QuestionMessage,
  QuestionName,
  Questions,
  RunProgress,
  RunSource,
} from '../protocol.ts';
import { drive, inBreaths } from './drive.ts';
import { later, withParts } from './later.ts';
import { functionOfScript } from './script-function.ts';
import { beginRun, digestOfRun, type RunUnderWay, type Session } from './session.ts';

type Answer<N extends QuestionName> = Questions[N]['answer'];
type Handler<N extends QuestionName> = (ask: Questions[N]['ask'], tell: Tell) => Answer<N> | Promise<Answer<N>>;
type AnyHandler = (ask: never, tell: Tell) => Answer<QuestionName> | Promise<Answer<QuestionName>>;
type Handlers = { readonly [N in Exclude<QuestionName, keyof ClerkQuestions>]: Handler<N> };
type Tell = (progress: RunProgress) => void;

/** Where a run stops for the first time by itself, and how much further it goes each time it is told to. */
const ROWS_AT_ONCE = 2_000_000;

/** Whoever answers about texts: seldom the first who is asked. */
const clerkModule: () => typeof import('./clerk.ts') = later(() => import('./clerk.ts'));

/** The handlers of questions about runs, around one at a time. */
function createHandlers(): Handlers {
  const state: {
    source: RunSource | undefined;
    session: Session | undefined;
    /** Undefined while it is driven, and after it missed a part: then it begins anew. */
    run: RunUnderWay | undefined;
    isStopped: boolean;
    drives: number;
  } = { source: undefined, session: undefined, run: undefined, isStopped: false, drives: 0 };
  const current = (): Session => {
    if (state.session === undefined) throw new Error('no run is open');
    return state.session;
  };
  const advance = async (run: RunUnderWay, tell: Tell): Promise<OpenAnswer> => {
    state.run = undefined;
    state.isStopped = false;
    state.drives += 1;
    const end = await drive(run, run.progress().rows + ROWS_AT_ONCE, {
      now,
      breathe,
      tell,
      isStopped: () => state.isStopped,
      show: () => {
        state.session = run.session();
        return state.session.opened;
      },
    });
    state.run = run;
    state.session = run.session(end === 'hand' ? 'hand' : 'limit');
    return state.session.opened;
  };
  const start = (source: RunSource, tell: Tell): OpenAnswer | Promise<OpenAnswer> => {
    const begun = beginRun(source);
    return begun.ok ? advance(begun.run, tell) : begun;
  };
  return {
    open: (source, tell) => {
      state.source = source;
      return start(source, tell);
    },
    resume: (_, tell) => {
      if (state.source === undefined) throw new Error('no run is open');
      return state.run === undefined ? start(state.source, tell) : advance(state.run, tell);
    },
    stop: () => {
      state.isStopped = true;
      return undefined;
    },
    digest: async () => {
      const { run, drives } = state;
      if (run === undefined) throw new Error('no run is open');
      const isLeft = (): boolean => state.drives !== drives;
      return (await inBreaths(run.digestInSteps(), { now, breathe, isLeft })) ?? '';
    },
    verify: (source) => ({ digest: digestOfRun(source) }),
    table: (ask) => current().table(ask),
    names: (ask) => current().names(ask),
    object: (ask) => current().object(ask),
    decision: (ask) => current().decision(ask),
    revisions: (ask) => current().revisions(ask),
    diff: (ask) => current().diff(ask),
    events: (ask) => current().events(ask),
    requests: (ask) => current().requests(ask),
    story: (ask) => current().story(ask),
    areaUsed: (ask) => current().areaUsed(ask),
    flag: (ask) => current().flag(ask),
    output: (ask) => current().output(ask),
    effects: (ask) => current().effects(ask),
    chain: (ask) => current().chain(ask),
  };
}

function now(): number {
  return performance.now();
}

const channel = new MessageChannel();
const breathing: (() => void)[] = [];
channel.port1.onmessage = () => breathing.shift()?.();

/** Lets the messages that wait be heard: a message to itself comes after them. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    breathing.push(resolve);
    channel.port2.postMessage(undefined);
  });
}

function handlerOf(handlers: Handlers, name: QuestionName): AnyHandler {
  const all: { readonly [name: string]: AnyHandler } = handlers;
  return all[name] ?? clerkModule().clerk[name as keyof ClerkQuestions];
}

async function answerTo(handlers: Handlers, { number, name, ask }: QuestionMessage): Promise<AnswerMessage> {
  try {
    const tell: Tell = (progress) => postMessage({ number, progress } satisfies AnswerMessage);
    return { number, ok: true, answer: await withParts(() => handlerOf(handlers, name)(ask as never, tell)) };
  } catch (error) {
    return { number, ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

// Made of a blob, in the page as one file: its policy lets no text be evaluated.
if (location.protocol === 'blob:') lendToPolicies({ functionOf: functionOfScript });

const handlers = createHandlers();
addEventListener('message', (event: MessageEvent<QuestionMessage>) => {
  void answerTo(handlers, event.data).then((answer) => postMessage(answer));
});
