/** What happens to an order, from its start to its end. One durable orchestration per order; its code must stay deterministic. */
import { type OrchestrationContext, RetryOptions, type Task } from 'durable-functions';
import type { Reason } from '../../../shared/contracts/events.ts';
import type { OrderStatus } from '../../../shared/contracts/values.ts';
import { event } from '../../../shared/messaging/publish.ts';
import type { Learned } from '../domain/order.ts';
import { orderStarted } from './announcements.ts';
import { type Inbox, openInbox } from './inbox.ts';
import { coupon, payment, type Question, stock } from './questions.ts';
import { type Answer, type Message, type OrderRun, type Step, takeStepName } from './run.ts';

type Saga<T = void> = Generator<Task, T, unknown>;

interface Run {
  context: OrchestrationContext;
  order: OrderRun;
  inbox: Inbox;
  /** The questions that were asked: what a cancellation has to undo. */
  asked: Question[];
  /** What is to be paid, after the discount once it is known. */
  dueMinor: number;
  /** What is written down with the next change of state. */
  learned: Learned;
}

/** Ends an order: thrown wherever the run finds that it cannot go on. */
class Cancelled extends Error {
  readonly reason: Reason;
  constructor(reason: Reason) {
    super(reason.text);
    this.reason = reason;
  }
}

export function* orderSaga(context: OrchestrationContext): Saga<{ status: OrderStatus }> {
  const order = context.df.getInput<OrderRun>();
  const run: Run = { context, order, inbox: openInbox(context), asked: [], dueMinor: order.totalMinor, learned: {} };
  try {
    yield* announce(run);
    yield* graceOrCancel(run);
    yield* ask(run, stock);
    if (order.couponCode !== undefined) yield* redeem(run, order.couponCode);
    yield* pay(run);
    yield* shipOrCancel(run);
    return { status: 'Shipped' };
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
    yield* undo(run, error.reason);
    return { status: 'Cancelled' };
  }
}

/** Since version 3.0 an order is announced before its run begins; older runs do it themselves. */
function* announce(run: Run): Saga {
  if (Number.parseFloat(run.context.df.version ?? '') >= 3) run.context.df.setCustomStatus('Submitted');
  else yield* become(run, 'Submitted', [orderStarted(run.order)]);
}

/** The buyer may think better of it before anything is done. */
function* graceOrCancel(run: Run): Saga {
  const { graceSeconds } = run.order.limits;
  if (graceSeconds > 0) yield* waitFor(run, [], graceSeconds);
}

function* redeem(run: Run, code: string): Saga {
  const { discountMinor } = yield* ask(run, coupon(code));
  run.learned = { discountMinor: Math.min(discountMinor, run.dueMinor) };
  run.dueMinor -= run.learned.discountMinor ?? 0;
}

/** Charges what is due, if anything is, and tells everyone that the order is paid. */
function* pay(run: Run): Saga {
  const { orderId } = run.order;
  if (run.dueMinor > 0) {
    const { card } = yield* ask(run, payment);
    if (card) run.learned = { card };
  } else {
    yield* become(run, 'Validated', []);
  }
  yield* become(run, 'Paid', [event('OrderPaid', { orderId }, { aggregate: orderId })]);
}

/** Waits, for as long as it takes, until the order is shipped. Only an operator can still cancel it. */
function* shipOrCancel(run: Run): Saga {
  const { orderId } = run.order;
  for (;;) {
    const message = yield* run.inbox.receive();
    if (message?.type === 'CancelRequested' && message.by === 'operator') throw new Cancelled(message.reason);
    if (message?.type === 'ShipRequested') break;
  }
  yield* become(run, 'Shipped', [event('OrderShipped', { orderId }, { aggregate: orderId })]);
}

type Yes<Name extends Answer> = Extract<Message, { type: Name }>;

/** Asks, waits for the answer with a limit, and asks again before it gives up. A no, like silence, cancels the order. */
function* ask<Name extends Answer>(run: Run, question: Question<Name>): Saga<Yes<Name>> {
  const { attempts, answerSeconds } = run.order.limits;
  run.asked.push(question);
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const request = question.ask(run.order, attempt, run.dueMinor);
    if (attempt === 1) yield* become(run, question.status, [request]);
    else yield* take(run, { publish: [request] });
    const answer = yield* waitFor(run, [question.yes, question.no], answerSeconds);
    if (answer?.type === question.yes) return answer as Yes<Name>;
    if (answer && 'reason' in answer) throw new Cancelled(answer.reason);
  }
  throw new Cancelled({ code: 'no-answer', text: question.silence });
}

const patienceSeconds = 3600;

/** Cancels, and asks everyone who was asked to undo, for as long as it takes. Trouble on the way never hides the first reason. */
function* undo(run: Run, reason: Reason): Saga {
  const { orderId, limits } = run.order;
  const waiting = new Set<Answer>(run.asked.map(({ undone }) => undone));
  for (let attempt = 1; ; attempt += 1) {
    const cancelled = event('OrderCancelled', { orderId, attempt, reason }, { aggregate: orderId, attempt });
    if (attempt === 1) yield* become(run, 'Cancelled', [cancelled], reason);
    else yield* take(run, { publish: [cancelled] });
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
    if (!message || (wanted as readonly string[]).includes(message.type)) return message;
  }
}

/** Passes the order to its next state and publishes what follows from it. */
function* become(run: Run, status: OrderStatus, publish: Step['publish'], reason?: Reason): Saga {
  const change = { status, at: run.context.df.currentUtcDateTime.toISOString(), ...(reason && { reason }) };
  const { learned } = run;
  run.learned = {};
  run.context.df.setCustomStatus(status);
  yield* take(run, { change, publish, ...(Object.keys(learned).length > 0 && { learned }) });
}

/** Steps are retried for hours before a run counts as failed: a store that is away costs time and nothing else. */
const stubbornly = new RetryOptions(1_000, 1_000);
stubbornly.backoffCoefficient = 2;
stubbornly.maxRetryIntervalInMilliseconds = 15_000;

function* take({ context, order }: Run, step: Omit<Step, 'orderId' | 'buyer'>): Saga {
  const { orderId, buyer } = order;
  yield context.df.callActivityWithRetry(takeStepName, stubbornly, { orderId, buyer, ...step } satisfies Step);
}

const later = ({ context }: Run, seconds: number): Date =>
  new Date(context.df.currentUtcDateTime.getTime() + seconds * 1000);
