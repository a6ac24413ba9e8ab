/** What happens to an order, from its start to its end. One durable orchestration per order; its code must stay deterministic. */
import { type OrchestrationContext, RetryOptions, type Task } from 'durable-functions';
import type { Reason } from '../../../shared/contracts/events.ts';
import { event } from '../../../shared/messaging/publish.ts';
import { type Inbox, openInbox } from './inbox.ts';
import { payment, type Question, stock } from './questions.ts';
import { type Answer, type Message, type OrderRun, type Step, takeStepName } from './run.ts';

type Saga<T = void> = Generator<Task, T, unknown>;

interface Run {
  context: OrchestrationContext;
  order: OrderRun;
  inbox: Inbox;
  /** The questions that were asked: what a cancellation has to undo. */
  asked: Question[];
}

/** Ends an order: thrown wherever the run finds that it cannot go on. */
class Cancelled extends Error {
  readonly reason: Reason;
  constructor(reason: Reason) {
    super(reason.text);
    this.reason = reason;
  }
}

export function* orderSaga(context: OrchestrationContext): Saga<{ status: 'Paid' | 'Cancelled' }> {
  const run: Run = { context, order: context.df.getInput<OrderRun>(), inbox: openInbox(context), asked: [] };
  try {
    yield* start(run);
    yield* graceOrCancel(run);
    yield* ask(run, stock);
    yield* ask(run, payment);
    yield* settle(run);
    return { status: 'Paid' };
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
    yield* undo(run, error.reason);
    return { status: 'Cancelled' };
  }
}

function* start(run: Run): Saga {
  const { orderId, buyer, basketVersion, lines } = run.order;
  const started = event('OrderStarted', { orderId, buyer, basketVersion, lines }, { aggregate: orderId });
  yield* take(run, { change: { status: 'Submitted', at: now(run) }, publish: [started] });
}

/** The buyer may think better of it before anything is done. */
function* graceOrCancel(run: Run): Saga {
  const { graceSeconds } = run.order.limits;
  if (graceSeconds > 0) yield* waitFor(run, [], graceSeconds);
}

/** Asks, waits for the answer with a limit, and asks again before it gives up. A no, like silence, cancels the order. */
function* ask(run: Run, question: Question): Saga {
  const { attempts, answerSeconds } = run.order.limits;
  run.asked.push(question);
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const change = attempt === 1 ? { change: { status: question.status, at: now(run) } } : {};
    yield* take(run, { ...change, publish: [question.ask(run.order, attempt)] });
    const answer = yield* waitFor(run, [question.yes, question.no], answerSeconds);
    if (answer?.type === question.yes) return;
    if (answer && 'reason' in answer) throw new Cancelled(answer.reason);
  }
  throw new Cancelled({ code: 'no-answer', text: question.silence });
}

function* settle(run: Run): Saga {
  const { orderId } = run.order;
  yield* take(run, {
    change: { status: 'Paid', at: now(run) },
    publish: [event('OrderPaid', { orderId }, { aggregate: orderId })],
  });
}

const patienceSeconds = 3600;

/** Cancels, and asks everyone who was asked to undo, for as long as it takes. Trouble on the way never hides the first reason. */
function* undo(run: Run, reason: Reason): Saga {
  const { orderId, limits } = run.order;
  const waiting = new Set<Answer>(run.asked.map(({ undone }) => undone));
  for (let attempt = 1; ; attempt += 1) {
    const change = attempt === 1 ? { change: { status: 'Cancelled' as const, at: now(run), reason } } : {};
    const cancelled = event('OrderCancelled', { orderId, attempt, reason }, { aggregate: orderId, attempt });
    yield* take(run, { ...change, publish: [cancelled] });
    const deadline = later(run, Math.min(limits.answerSeconds * 2 ** (attempt - 1), patienceSeconds));
    while (waiting.size > 0) {
      const message = yield* run.inbox.receive(deadline);
      if (!message) break;
      waiting.delete(message.type as Answer);
    }
    if (waiting.size === 0) return;
    if (!run.context.df.isReplaying)
      run.context.error(
        `Order ${orderId} is cancelled, but still waits for ${[...waiting].join(', ')} (asked ${attempt} times).`,
      );
  }
}

/** The first of the wanted messages, or undefined when the time is up. A cancellation ends the wait and the order. */
function* waitFor(run: Run, wanted: readonly Answer[], seconds: number): Saga<Message | undefined> {
  const deadline = later(run, seconds);
  for (;;) {
    const message = yield* run.inbox.receive(deadline);
    if (message?.type === 'CancelRequested') throw new Cancelled(message.reason);
    if (!message || wanted.includes(message.type)) return message;
  }
}

/** Steps are retried for hours before a run counts as failed: a store that is away costs time and nothing else. */
const stubbornly = new RetryOptions(1_000, 1_000);
stubbornly.backoffCoefficient = 2;
stubbornly.maxRetryIntervalInMilliseconds = 60_000;

function* take({ context, order }: Run, step: Omit<Step, 'orderId' | 'buyer'>): Saga {
  const { orderId, buyer } = order;
  yield context.df.callActivityWithRetry(takeStepName, stubbornly, { orderId, buyer, ...step } satisfies Step);
}

const now = ({ context }: Run): string => context.df.currentUtcDateTime.toISOString();

const later = ({ context }: Run, seconds: number): Date =>
  new Date(context.df.currentUtcDateTime.getTime() + seconds * 1000);
