/**
 * Every kind of message is delivered during every activity of the order saga, with up to two waits timed out before it, and
 * none is lost: an answer that arrives then is given only once, so a run that missed it would never end as expected.
 */
import { randomUUID } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Message, messageEvent, type OrderRun, orderSagaName, type Step } from '../functions/ordering/saga/run.ts';
import { startHost } from '../local/functions-host/host.ts';
import { createLogger } from '../local/log.ts';
import type { EventName } from '../shared/contracts/events.ts';
import type { World } from './support/saga-app.ts';

const appDir = mkdtempSync(join(tmpdir(), 'saga-'));
let host: Awaited<ReturnType<typeof startHost>>;
let systemKey: string;

beforeAll(async () => {
  const entryPoints = [fileURLToPath(new URL('support/saga-app.ts', import.meta.url))];
  await build({
    entryPoints,
    outfile: join(appDir, 'app.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['@azure/functions-core'],
    logLevel: 'warning',
  });
  writeFileSync(join(appDir, 'package.json'), JSON.stringify({ main: 'app.cjs' }));
  copyFileSync(new URL('../host.json', import.meta.url), join(appDir, 'host.json'));
  host = await startHost({ appDir, port: 0, dataDir: join(appDir, 'data'), log: createLogger('saga', 'silent') });
  systemKey = readFileSync(join(appDir, 'data', 'system-key'), 'utf8').trim();
});
afterAll(() => host?.close());

const call = (method: string, path: string, body?: unknown) =>
  fetch(`http://127.0.0.1:${host.port}/runtime/webhooks/durabletask/${path}?code=${systemKey}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

const deliver = async (orderId: string, message: Message) => {
  expect((await call('POST', `instances/${orderId}/raiseEvent/${messageEvent}`, message)).status).toBe(202);
};

const soldOut = { code: 'sold-out', text: 'Sold out.' };
const declined = { code: 'card-declined', text: 'Declined.' };
const usedUp = { code: 'coupon-used-up', text: 'Used up.' };
const changedMind = { code: 'cancelled-by-buyer', text: 'You cancelled the order.' };

const messages = (orderId: string): Message[] => [
  { type: 'StockReserved', orderId },
  { type: 'StockRejected', orderId, reason: soldOut, missing: [] },
  { type: 'StockReleased', orderId, lines: [] },
  { type: 'PaymentSucceeded', orderId, chargeId: 'charge' },
  { type: 'PaymentDeclined', orderId, reason: declined },
  { type: 'PaymentRefunded', orderId, refundedMinor: 0 },
  { type: 'CouponReserved', orderId, code: 'DISC-5', discountMinor: 500 },
  { type: 'CouponRejected', orderId, reason: usedUp },
  { type: 'CouponReleased', orderId },
  { type: 'CancelRequested', by: 'buyer', reason: changedMind },
  { type: 'ShipRequested' },
];

type Kind = Message['type'];
const kinds = messages('').map(({ type }) => type);
const messageOf = (kind: Kind, orderId: string) => messages(orderId).find(({ type }) => type === kind) as Message;

/** The first answer to each question, as a healthy world gives it. */
const answerTo: Partial<Record<EventName, Kind[]>> = {
  StockRequested: ['StockReserved'],
  CouponRequested: ['CouponReserved'],
  PaymentRequested: ['PaymentSucceeded'],
  OrderPaid: ['ShipRequested'],
  OrderCancelled: ['StockReleased', 'CouponReleased', 'PaymentRefunded'],
};

/** The answers that, given during an activity, stand for the one the world would give. */
const answers: Partial<Record<EventName, Kind[]>> = {
  StockRequested: ['StockReserved', 'StockRejected'],
  CouponRequested: ['CouponReserved', 'CouponRejected'],
  PaymentRequested: ['PaymentSucceeded', 'PaymentDeclined'],
  OrderPaid: ['ShipRequested'],
  OrderCancelled: ['StockReleased', 'CouponReleased', 'PaymentRefunded'],
};

type Asked = keyof typeof answers;

interface Scenario {
  /** The activity during which the message is delivered, by the event that it publishes. */
  during: EventName;
  kind: Kind;
  /** How many times nobody answers before: each leaves a waiter that lost against its timer. */
  silences: number;
}

const run = (orderId: string): OrderRun => ({
  orderId,
  buyer: { id: 'alice' },
  basketVersion: '1',
  currency: 'USD',
  totalMinor: 1000,
  lines: [{ itemId: '01943ad7-ffff-7fff-bfff-ffffffffffff', quantity: 1 }],
  cardToken: 'card',
  couponCode: 'DISC-5',
  limits: { graceSeconds: 0, answerSeconds: 0.05, attempts: 200 },
});

/** Plays a scenario and returns how the run ended and what it asked. */
const play = async ({ during, kind, silences }: Scenario) => {
  const orderId = randomUUID();
  const published: EventName[] = [];
  const reasons: string[] = [];
  let silent = silences;
  let delivered = false;
  const given = new Set<Kind>();

  const give = async (message: Message) => {
    given.add(message.type);
    await deliver(orderId, message);
  };
  const answerOnce = async (question: EventName) => {
    const already = (answers[question] ?? []).filter((answer) => given.has(answer));
    const wanted = (answerTo[question] ?? []).filter((answer) =>
      question === 'OrderCancelled' ? !given.has(answer) : already.length === 0,
    );
    for (const answer of wanted) await give(messageOf(answer, orderId));
  };

  (globalThis as World).takeStep = async ({ publish, change }: Step) => {
    if (change?.reason) reasons.push(change.reason.code);
    const [event] = publish;
    if (!event || event.correlationId !== orderId) return;
    published.push(event.type);
    if (event.type === during && silent > 0) {
      silent -= 1;
      return;
    }
    if (event.type === during && !delivered) {
      delivered = true;
      await give(messageOf(kind, orderId));
    }
    await answerOnce(event.type);
  };

  await call('POST', `orchestrators/${orderSagaName}/${orderId}`, run(orderId));
  const status = async () =>
    (await (await call('GET', `instances/${orderId}`)).json()) as { runtimeStatus: string; output: { status: string } };
  await expect.poll(async () => (await status()).runtimeStatus, { timeout: 20_000, interval: 20 }).toBe('Completed');
  expect(delivered).toBe(true);
  return { ended: (await status()).output.status, reasons, published };
};

const activities: EventName[] = ['StockRequested', 'CouponRequested', 'PaymentRequested', 'OrderPaid'];
const questions = new Set<EventName>(['StockRequested', 'CouponRequested', 'PaymentRequested']);

/** The question that a message of this kind answers. */
const questionOf = (kind: Kind): EventName | undefined =>
  (Object.keys(answers) as Asked[]).find((name) => answers[name]?.includes(kind));

/** How a run ends when a message arrives during an activity, as the business would say it. */
const expected = ({ during, kind }: Pick<Scenario, 'during' | 'kind'>): { ended: string; reasons: string[] } => {
  const cancelled = (reason: { code: string }) => ({ ended: 'Cancelled', reasons: [reason.code] });
  if (kind === 'CancelRequested' && during !== 'OrderPaid') return cancelled(changedMind);
  if (kind === 'StockRejected' && during === 'StockRequested') return cancelled(soldOut);
  if (kind === 'CouponRejected' && during === 'CouponRequested') return cancelled(usedUp);
  if (kind === 'PaymentDeclined' && during === 'PaymentRequested') return cancelled(declined);
  return { ended: 'Shipped', reasons: [] };
};

/** An answer that comes before its question was asked can only be a stray. */
const isStray = ({ during, kind }: Pick<Scenario, 'during' | 'kind'>): boolean => {
  const question = questionOf(kind);
  return question !== undefined && activities.indexOf(question) > activities.indexOf(during);
};

const scenarios = activities.flatMap((during) =>
  kinds.flatMap((kind) => (questions.has(during) ? [0, 1, 2] : [0]).map((silences) => ({ during, kind, silences }))),
);

describe('a message that arrives during an activity is not lost', () => {
  test.each(scenarios.filter((scenario) => !isStray(scenario)))(
    '$kind during $during after $silences silences',
    async (scenario) => {
      const { ended, reasons, published } = await play(scenario);
      expect({ ended, reasons }).toEqual(expected(scenario));
      expect(published.filter((type) => type === 'OrderCancelled').length > 0).toBe(ended === 'Cancelled');
    },
  );
});

describe('while a cancelled order is undone', () => {
  const undoing = kinds.flatMap((kind) => [0, 1, 2].map((silences) => ({ kind, silences })));

  test.each(undoing)(
    '$kind during OrderCancelled after $silences silences changes nothing but what is awaited',
    async ({ kind, silences }) => {
      const orderId = randomUUID();
      let asked = 0;
      const reasons: string[] = [];
      (globalThis as World).takeStep = async ({ publish, change }: Step) => {
        const [event] = publish;
        if (!event || event.correlationId !== orderId) return;
        if (change?.reason) reasons.push(change.reason.code);
        if (event.type === 'StockRequested') await deliver(orderId, messageOf('StockReserved', orderId));
        if (event.type === 'CouponRequested') await deliver(orderId, messageOf('CouponReserved', orderId));
        if (event.type === 'PaymentRequested') await deliver(orderId, messageOf('PaymentDeclined', orderId));
        if (event.type !== 'OrderCancelled') return;
        asked += 1;
        if (asked <= silences) return;
        if (asked === silences + 1) {
          await deliver(orderId, messageOf(kind, orderId));
          for (const undone of answerTo.OrderCancelled ?? [])
            if (undone !== kind) await deliver(orderId, messageOf(undone, orderId));
        }
      };
      await call('POST', `orchestrators/${orderSagaName}/${orderId}`, run(orderId));
      const status = async () =>
        (await (await call('GET', `instances/${orderId}`)).json()) as {
          runtimeStatus: string;
          output: { status: string };
        };
      await expect
        .poll(async () => (await status()).runtimeStatus, { timeout: 20_000, interval: 20 })
        .toBe('Completed');
      expect((await status()).output).toEqual({ status: 'Cancelled' });
      // It asked until everyone had answered, and did not end before.
      expect(asked).toBeGreaterThan(silences);
      expect(reasons).toEqual([declined.code]);
    },
  );
});
