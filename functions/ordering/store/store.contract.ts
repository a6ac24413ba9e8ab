/** What ordering's SQL store does, whichever database it is on. */
import type { Kysely } from 'kysely';
import { expect, test } from 'vitest';
import type { OrderStatus } from '../../../shared/contracts/values.ts';
import { type Order, orderNumber, type StatusChange } from '../domain/order.ts';
import { maxAddresses, openAddresses } from './addresses.ts';
import { type Orders, openOrders } from './orders.ts';
import type { OrderingTables } from './schema.ts';

type Open = () => Promise<Kysely<OrderingTables>>;

const id = (number: number): string => `0194${String(number).padStart(4, '0')}-0000-5000-8000-000000000000`;
const at = (minute: number): string => `2030-01-01T00:${String(minute).padStart(2, '0')}:00.000Z`;
const firstPage = { pageIndex: 0, pageSize: 10 };

const address = {
  name: 'Åsa Ødegård 灯',
  street: "O'Connell Street 1",
  city: 'Łódź',
  postalCode: '90-001',
  country: 'PL',
};

const orderOf = (number: number, changes: Partial<Order> = {}): Order => ({
  id: id(number),
  buyer: { id: 'alice', name: 'Alice ☂' },
  status: 'Submitted',
  currency: 'USD',
  lines: [
    { itemId: id(9001), name: 'Mug ☕', unitPriceMinor: 1_250, quantity: 2, pictureUrl: 'pictures/a' },
    { itemId: id(9002), name: 'Pin', unitPriceMinor: 300, quantity: 1 },
  ],
  address,
  submittedAt: at(number),
  ...changes,
});

const passThrough = async (orders: Orders, orderId: string, statuses: readonly OrderStatus[]): Promise<void> => {
  for (const [index, status] of statuses.entries()) await orders.advance(orderId, { status, at: at(10 + index) });
};

const ordersContract = (open: Open): void => {
  test('an order is read as it was added, with its history', async () => {
    const orders = openOrders(await open());
    const order = orderOf(1, { couponCode: 'DISC-10' });
    expect(await orders.add(order)).toBe('Submitted');
    expect(await orders.get(order.id)).toEqual({ ...order, history: [{ status: 'Submitted', at: at(1) }] });
    expect(await orders.status(order.id)).toBe('Submitted');
    expect(await orders.get(id(2))).toBeUndefined();
    expect(await orders.status(id(2))).toBeUndefined();
  });

  test("another buyer's order does not exist, also not for one whose id differs in case", async () => {
    const orders = openOrders(await open());
    await orders.add(orderOf(1));
    expect(await orders.get(id(1), { buyerId: 'alice' })).toBeDefined();
    for (const buyerId of ['bob', 'Alice', 'ALICE']) expect(await orders.get(id(1), { buyerId })).toBeUndefined();
  });

  test('an order that is added again stays as it is and tells its status', async () => {
    const orders = openOrders(await open());
    await orders.add(orderOf(1));
    await orders.advance(id(1), { status: 'AwaitingStockValidation', at: at(2) });
    expect(await orders.add(orderOf(1, { lines: [] }))).toBe('AwaitingStockValidation');
    expect((await orders.get(id(1)))?.lines).toHaveLength(2);
  });

  test('of twenty that add one order at once one writes it', async () => {
    const orders = openOrders(await open());
    const statuses = await Promise.all(Array.from({ length: 20 }, () => orders.add(orderOf(1))));
    expect(new Set(statuses)).toEqual(new Set(['Submitted']));
    expect(await orders.get(id(1))).toMatchObject({ lines: [{}, {}], history: [{}] });
  });

  test('an order learns discount and card on its way, and its total follows', async () => {
    const orders = openOrders(await open());
    await orders.add(orderOf(1));
    await passThrough(orders, id(1), ['AwaitingStockValidation', 'AwaitingCouponValidation']);
    await orders.advance(id(1), { status: 'Validated', at: at(20) }, { discountMinor: 800 });
    await orders.advance(id(1), { status: 'Paid', at: at(21) }, { card: { brand: 'visa', last4: '4242' } });
    expect(await orders.get(id(1))).toMatchObject({ discountMinor: 800, card: { brand: 'visa', last4: '4242' } });
    expect((await orders.list({}, firstPage)).orders).toMatchObject([{ totalMinor: 2_000, lineCount: 2 }]);
  });

  test('an amount that needs more than 32 bits is kept to the cent', async () => {
    const orders = openOrders(await open());
    const [line] = orderOf(1).lines;
    if (!line) throw new Error('The order has no line.');
    await orders.add(orderOf(1, { lines: [{ ...line, unitPriceMinor: 9_000_000_001, quantity: 3 }] }));
    expect((await orders.list({}, firstPage)).orders[0]?.totalMinor).toBe(27_000_000_003);
  });

  test('a step is taken once, a repeat changes nothing, and one that cannot be taken throws', async () => {
    const orders = openOrders(await open());
    await orders.add(orderOf(1));
    const cancelled: StatusChange = {
      status: 'Cancelled',
      at: at(5),
      reason: { code: 'sold-out', text: 'Nur noch 0 Stück “da”.' },
    };
    await orders.advance(id(1), cancelled);
    await orders.advance(id(1), { ...cancelled, at: at(6) });
    expect((await orders.get(id(1)))?.history).toEqual([{ status: 'Submitted', at: at(1) }, cancelled]);
    await expect(orders.advance(id(1), { status: 'Validated', at: at(7) })).rejects.toThrow('cannot become Validated');
    await expect(orders.advance(id(2), cancelled)).rejects.toThrow('unknown');
  });

  test('of a ship and a cancel that race one happens', async () => {
    const orders = openOrders(await open());
    await orders.add(orderOf(1));
    await passThrough(orders, id(1), ['AwaitingStockValidation', 'Validated', 'Paid']);
    const steps = await Promise.allSettled([
      orders.advance(id(1), { status: 'Shipped', at: at(20) }),
      orders.advance(id(1), { status: 'Cancelled', at: at(20) }),
    ]);
    expect(steps.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await orders.get(id(1)))?.history).toHaveLength(5);
  });
};

const changesContract = (open: Open): void => {
  const told = (changes: Awaited<ReturnType<Orders['changesAfter']>>) =>
    changes.map(({ position, orderId, status }) => [position, orderId, status]);

  test("the changes of a buyer's orders are read in the order in which they were made, from any of them on", async () => {
    const orders = openOrders(await open());
    expect(await orders.lastPosition('alice')).toBe(0);
    await orders.add(orderOf(1));
    await orders.add(orderOf(2, { buyer: { id: 'bob' } }));
    await orders.add(orderOf(3));
    await orders.add(orderOf(3));
    await passThrough(orders, id(3), ['AwaitingStockValidation']);
    const reason = { code: 'declined', text: 'Nicht gedeckt ☹' };
    await orders.advance(id(1), { status: 'Cancelled', at: at(9), reason });
    await orders.advance(id(1), { status: 'Cancelled', at: at(9), reason });
    expect(told(await orders.changesAfter('alice', 0))).toEqual([
      [1, id(1), 'Submitted'],
      [2, id(3), 'Submitted'],
      [3, id(3), 'AwaitingStockValidation'],
      [4, id(1), 'Cancelled'],
    ]);
    expect(await orders.changesAfter('alice', 3)).toEqual([
      { position: 4, orderId: id(1), status: 'Cancelled', at: at(9), reason },
    ]);
    expect(await orders.changesAfter('alice', 4)).toEqual([]);
    expect(told(await orders.changesAfter('bob', 0))).toEqual([[1, id(2), 'Submitted']]);
    expect(await Promise.all(['alice', 'bob', 'carol'].map((buyer) => orders.lastPosition(buyer)))).toEqual([4, 1, 0]);
  });

  test('changes that are made at once take one position each', async () => {
    const orders = openOrders(await open());
    const numbers = Array.from({ length: 12 }, (_, index) => index + 1);
    await Promise.all(numbers.map((number) => orders.add(orderOf(number))));
    await Promise.all(numbers.map((number) => orders.advance(id(number), { status: 'Cancelled', at: at(9) })));
    const changes = await orders.changesAfter('alice', 0);
    expect(changes.map(({ position }) => position)).toEqual(Array.from({ length: 24 }, (_, index) => index + 1));
  });

  test('an order moves until it is paid', async () => {
    const { add, advance, hasMovingOrders } = openOrders(await open());
    expect(await hasMovingOrders('alice')).toBe(false);
    await add(orderOf(1));
    expect(await hasMovingOrders('alice')).toBe(true);
    expect(await hasMovingOrders('bob')).toBe(false);
    for (const status of ['AwaitingStockValidation', 'Validated', 'Paid'] as const)
      await advance(id(1), { status, at: at(9) });
    expect(await hasMovingOrders('alice')).toBe(false);
  });

  test('an order of a version that did not count changes is counted from its next one on', async () => {
    const database = await open();
    const orders = openOrders(database);
    await orders.add(orderOf(1));
    await database.deleteFrom('change_counters').execute();
    await database.updateTable('orders').set({ last_position: null }).where('id', '=', id(1)).execute();
    await database.updateTable('order_history').set({ position: null }).where('order_id', '=', id(1)).execute();
    expect(await orders.lastPosition('alice')).toBe(0);
    await orders.advance(id(1), { status: 'AwaitingStockValidation', at: at(9) });
    expect(told(await orders.changesAfter('alice', 0))).toEqual([[1, id(1), 'AwaitingStockValidation']]);
  });
};

const listsContract = (open: Open): void => {
  const opened = async (): Promise<Orders> => {
    const orders = openOrders(await open());
    for (const number of [1, 2, 3, 4, 5])
      await orders.add(orderOf(number, number === 3 ? { buyer: { id: 'bob' } } : {}));
    await orders.advance(id(4), { status: 'Cancelled', at: at(9), reason: { code: 'declined', text: 'Declined' } });
    return orders;
  };
  const idsOf = (list: { orders: readonly { id: string }[] }) => list.orders.map(({ id }) => id);

  test('orders are listed newest first, a page after the other', async () => {
    const { list } = await opened();
    const pages = await Promise.all([0, 1, 2].map((pageIndex) => list({}, { pageIndex, pageSize: 2 })));
    expect(pages.map(idsOf)).toEqual([[id(5), id(4)], [id(3), id(2)], [id(1)]]);
    expect(pages.map(({ total }) => total)).toEqual([5, 5, 5]);
  });

  test('filters by buyer, status and number leave what fits all of them', async () => {
    const { list } = await opened();
    expect(idsOf(await list({ buyerId: 'alice' }, firstPage))).toEqual([id(5), id(4), id(2), id(1)]);
    expect(idsOf(await list({ buyerId: 'alice', status: 'Cancelled' }, firstPage))).toEqual([id(4)]);
    expect(idsOf(await list({ number: orderNumber(id(3)) }, firstPage))).toContain(id(3));
    expect(idsOf(await list({ buyerId: 'nobody' }, firstPage))).toEqual([]);
  });

  test('a cancelled order shows its reason in the list', async () => {
    const { list } = await opened();
    const [cancelled] = (await list({ status: 'Cancelled' }, firstPage)).orders;
    expect(cancelled?.reason).toEqual({ code: 'declined', text: 'Declined' });
  });

  test('orders that wait since before a moment come oldest first', async () => {
    const { waitingSince } = await opened();
    expect((await waitingSince(['Submitted', 'Paid'], at(5))).map(({ id }) => id)).toEqual([id(1), id(2), id(3)]);
  });

  test('a buyer has open orders until the last one is final', async () => {
    const { hasOpenOrders, advance } = await opened();
    expect(await hasOpenOrders('bob')).toBe(true);
    await advance(id(3), { status: 'Cancelled', at: at(9) });
    expect(await hasOpenOrders('bob')).toBe(false);
  });

  test('an anonymous order keeps what was sold and nothing of whom', async () => {
    const { anonymise, get, lastPosition, list } = await opened();
    await anonymise('alice', 'erased-1');
    expect((await list({ buyerId: 'alice' }, firstPage)).total).toBe(0);
    expect((await list({ buyerId: 'erased-1' }, firstPage)).total).toBe(4);
    const erased = await get(id(1));
    expect(JSON.stringify(erased)).not.toMatch(/alice|Alice|Ødegård|Connell/);
    expect(erased?.lines).toHaveLength(2);
    expect(await get(id(3), { buyerId: 'bob' })).toBeDefined();
    expect(await Promise.all([lastPosition('alice'), lastPosition('bob')])).toEqual([0, 1]);
  });
};

const addressesContract = (open: Open): void => {
  test('a buyer keeps addresses, newest first, and replaces and removes their own', async () => {
    const addresses = openAddresses(await open());
    await addresses.put('alice', { id: id(1), address }, at(1));
    await addresses.put('alice', { id: id(2), address: { ...address, city: 'Zürich' } }, at(2));
    await addresses.put('alice', { id: id(1), address: { ...address, city: '東京' } }, at(3));
    expect((await addresses.list('alice')).map(({ id, address }) => [id, address.city])).toEqual([
      [id(2), 'Zürich'],
      [id(1), '東京'],
    ]);
    await addresses.remove('alice', id(2));
    expect((await addresses.list('alice')).map(({ id }) => id)).toEqual([id(1)]);
    await addresses.removeAll('alice');
    expect(await addresses.list('alice')).toEqual([]);
  });

  test("another buyer's address can be neither seen, replaced nor removed", async () => {
    const addresses = openAddresses(await open());
    await addresses.put('alice', { id: id(1), address }, at(1));
    expect(await addresses.put('bob', { id: id(1), address: { ...address, city: 'Elsewhere' } }, at(2))).toBe('taken');
    await addresses.remove('bob', id(1));
    expect(await addresses.list('bob')).toEqual([]);
    expect(await addresses.list('alice')).toEqual([{ id: id(1), address }]);
  });

  test('of more addresses than anybody ships to, saved at once, just the most that there can be are saved', async () => {
    const addresses = openAddresses(await open());
    const save = (buyer: string, number: number) => addresses.put(buyer, { id: id(number), address }, at(number % 60));
    for (let number = 1; number < maxAddresses; number += 1) await save('alice', number);
    const outcomes = await Promise.all([51, 52, 53, 54, 55].map((number) => save('alice', number)));
    expect(outcomes.toSorted()).toEqual(['full', 'full', 'full', 'full', 'saved']);
    expect(await addresses.list('alice')).toHaveLength(maxAddresses);

    expect(await save('alice', 1)).toBe('saved');
    expect(await save('bob', 60)).toBe('saved');
    await addresses.remove('alice', id(1));
    expect([await save('alice', 56), await save('alice', 57)]).toEqual(['saved', 'full']);
    await addresses.removeAll('alice');
    expect(await save('alice', 57)).toBe('saved');
  });

  test('an address that is saved many times at once is one address', async () => {
    const addresses = openAddresses(await open());
    const put = () => addresses.put('alice', { id: id(1), address }, at(1));
    expect(await Promise.all([put(), put(), put(), put()])).toEqual(['saved', 'saved', 'saved', 'saved']);
    expect(await addresses.list('alice')).toEqual([{ id: id(1), address }]);
  });
};

export const orderingStoreContract = (open: Open): void => {
  ordersContract(open);
  changesContract(open);
  listsContract(open);
  addressesContract(open);
};
