/** The real shop with as many buyers as a benchmark wants, each of whom can place an order and learn when it is paid. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { ServiceBusClient } from '@azure/service-bus';
import { choosePorts } from '../../../local/ports.ts';
import { type Shop, startShop } from '../../../local/shop.ts';
import { topicName } from '../../../shared/contracts/topology.ts';
import { startTestIssuer } from '../../../shared/identity/test-issuer.ts';
import { type Answer, openConnection, requestBytes } from './http-connection.ts';

type App = Parameters<Shop['api']>[0];

/** The shop's API as one caller sees it, over a connection of its own to each app. */
type Caller = (app: App, request: `${string} ${string}`, body?: unknown) => Promise<Answer>;

const callerOf = (shop: Shop, headers: Record<string, string>): Caller => {
  const connections = new Map<App, ReturnType<typeof openConnection>>();
  return async (app, request, body) => {
    const connection = connections.get(app) ?? openConnection(Number(new URL(shop.api(app)).port));
    connections.set(app, connection);
    const [method = '', path = ''] = request.split(' ');
    const key = { 'idempotency-key': randomUUID() };
    return (await connection).send(requestBytes(`${method} /api/${app}/${path}`, { ...headers, ...key }, body));
  };
};

const expected = (answer: Answer, status: number): Record<string, unknown> => {
  if (answer.status !== status) throw new Error(`The shop answered ${answer.status} ${answer.body}`);
  return JSON.parse(answer.body) as Record<string, unknown>;
};

/** Subscribes to the ends of orders. A cancelled one is an error: nothing here should fail. */
const listen = (shop: Shop) => {
  const client = new ServiceBusClient(shop.bus);
  const receiver = client.createReceiver(topicName, 'bench', { receiveMode: 'receiveAndDelete' });
  // An order may end before the answer to its checkout has arrived, so whoever comes first makes the promise.
  const ends = new Map<string, PromiseWithResolvers<void>>();
  const endOf = (orderId: string) => {
    const end = ends.get(orderId) ?? Promise.withResolvers<void>();
    ends.set(orderId, end);
    return end;
  };
  receiver.subscribe(
    {
      processMessage: async ({ subject, body }) => {
        const end = endOf((body as { orderId: string }).orderId);
        if (subject === 'OrderPaid') end.resolve();
        else end.reject(new Error(`An order was cancelled: ${JSON.stringify(body)}`));
      },
      processError: async ({ error }) => {
        for (const { reject } of ends.values()) reject(error);
      },
    },
    { maxConcurrentCalls: 64 },
  );
  const paid = (orderId: string) => endOf(orderId).promise.finally(() => ends.delete(orderId));
  return { paid, close: () => client.close() };
};

const address = { name: 'B', street: '1 Quay Road', city: 'Lerwick', postalCode: 'ZE1 0AA', country: 'Scotland' };
const card = {
  number: '4242424242424242',
  holder: 'B',
  expiry: { month: 12, year: new Date().getUTCFullYear() + 3 },
  securityCode: '123',
};
const plenty = 1_000_000;

/** Items with more stock than any benchmark sells; a few, as in a shop where everybody wants the same things. */
const fillShelves = async (operator: Caller): Promise<string[]> => {
  const { items } = expected(await operator('catalog', 'GET items?pageSize=8'), 200) as { items: { id: string }[] };
  for (const { id } of items) {
    expected(await operator('catalog', `PUT items/${id}/stock`, { restockThreshold: 0, maxStock: plenty }), 200);
    expected(await operator('catalog', `POST items/${id}/restock`, { quantity: plenty }), 200);
  }
  return items.map(({ id }) => id);
};

/** Resolves when the basket has learned of the item, which comes to it as an event. */
const untilSold = async (buyer: Caller, itemId: string): Promise<void> => {
  for (let tries = 0; tries < 200; tries += 1) {
    const put = await buyer('basket', `PUT baskets/me/lines/${itemId}`, { quantity: 1 });
    if (put.status === 200) return;
    await wait(100);
  }
  throw new Error(`After 20 s the basket still knows nothing of the item ${itemId}.`);
};

/** One entry of an order's history; `at` in milliseconds since the epoch. */
export interface Change {
  orderId: string;
  status: string;
  at: number;
}

const historyIn = (dataDir: string): Change[] => {
  const database = new DatabaseSync(join(dataDir, 'ordering.db'), { readOnly: true });
  try {
    const rows = database.prepare('select order_id, status, at from order_history').all();
    return rows.map(({ order_id, status, at }) => ({
      orderId: String(order_id),
      status: String(status),
      at: Date.parse(String(at)),
    }));
  } finally {
    database.close();
  }
};

export interface Market {
  shop: Shop;
  /** Lets one of the buyers order one piece of something, and resolves when it is paid. */
  buy(buyer: number): Promise<void>;
  /** The histories of all orders. */
  history(): Change[];
  close(): Promise<void>;
}

const scope = 'openid catalog basket ordering payment coupon';

export const openMarket = async (
  dataDir: string,
  buyers: number,
  nodeFlags: (part: string) => readonly string[],
): Promise<Market> => {
  const issuer = await startTestIssuer();
  const shop = await startShop({
    dataDir,
    ports: choosePorts('0', {}),
    lockSeconds: 30,
    listeners: [{ name: 'bench', subjects: ['OrderPaid', 'OrderCancelled'] }],
    hosts: 'each',
    env: {
      IDENTITY_ISSUER: issuer.issuer,
      ORDERING_GRACE_SECONDS: '0',
      ORDERING_ANSWER_SECONDS: '30',
      LOG_LEVEL: 'info',
    },
    nodeFlags,
    onLine: (part, line) => /"level":[456]0/.test(line) && console.error(`${part}: ${line}`),
    onCrash: (part, how) => console.error(`${part} crashed: ${how}`),
  });
  const key = (await readFile(shop.functionKeyFile, 'utf8')).trim();
  const exp = Math.floor(Date.now() / 1000) + 3600;
  const person = async (sub: string, roles: readonly string[] = []) => {
    const token = await issuer.token({ sub, roles, scope, exp });
    return callerOf(shop, { 'x-functions-key': key, authorization: `Bearer ${token}` });
  };

  const items = await fillShelves(await person('operator', ['shop.operator']));
  const itemOf = (buyer: number) => items[buyer % items.length] ?? '';
  const ends = listen(shop);
  const people = await Promise.all(
    Array.from({ length: buyers }, async (_, index) => {
      const call = await person(`buyer-${index}`);
      const { token } = expected(await call('payment', 'POST cards', card), 201);
      return { call, token };
    }),
  );
  const [first] = people;
  if (first) for (const item of items) await untilSold(first.call, item);

  return {
    shop,
    buy: async (buyer) => {
      const { call, token } = people[buyer] ?? {};
      if (!call) throw new Error(`There is no buyer ${buyer}.`);
      expected(await call('basket', `PUT baskets/me/lines/${itemOf(buyer)}`, { quantity: 1 }), 200);
      const accepted = await call('basket', 'POST baskets/me/checkout', { address, cardToken: token });
      await ends.paid(String(expected(accepted, 202).orderId));
    },
    history: () => historyIn(dataDir),
    close: async () => {
      await ends.close();
      await shop.close();
      await issuer.stop();
    },
  };
};
