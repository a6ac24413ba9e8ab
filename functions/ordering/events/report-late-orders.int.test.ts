import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvocationContext, type Timer } from '@azure/functions';
import { expect, test } from 'vitest';
import type { OrderStatus } from '../../../shared/contracts/values.ts';
import { orderNumber } from '../domain/order.ts';
import { prepareOrdering } from '../store/prepare.ts';

const setting = `sqlite:${join(mkdtempSync(join(tmpdir(), 'late-')), 'ordering.db')}`;
process.env.ORDERING_STORE = setting;
process.env.ORDERING_LATE_MINUTES = '30';
process.env.ORDERING_SHIP_LATE_HOURS = '72';
await prepareOrdering(setting);
const [{ reportLateOrders }, { dependencies }] = await Promise.all([
  import('./report-late-orders.ts'),
  import('../dependencies.ts'),
]);
const { orders } = await dependencies();

const minute = 60_000;
const hour = 60 * minute;
let serial = 0;

/** An order that was submitted so long ago and has come so far. */
const orderOf = async (ageMs: number, ...states: OrderStatus[]): Promise<string> => {
  serial += 1;
  const id = `0194000${serial}-0000-5000-8000-000000000000`;
  const submittedAt = new Date(Date.now() - ageMs).toISOString();
  await orders.add({
    id,
    buyer: { id: 'alice' },
    status: 'Submitted',
    currency: 'USD',
    lines: [{ itemId: id, name: 'Mug', unitPriceMinor: 100, quantity: 1 }],
    address: { name: 'A', street: 'B', city: 'C', postalCode: 'D', country: 'E' },
    submittedAt,
  });
  for (const status of states) await orders.advance(id, { status, at: submittedAt });
  return orderNumber(id);
};

const report = async (): Promise<string[]> => {
  const warnings: string[] = [];
  const logHandler = (level: string, ...said: unknown[]) => void (level === 'warning' && warnings.push(said.join(' ')));
  await reportLateOrders({} as Timer, new InvocationContext({ functionName: 'late', logHandler }));
  return warnings;
};

test('orders that wait longer than they should are reported, each by its number, and no others', async () => {
  const paid = ['AwaitingStockValidation', 'Validated', 'Paid'] as const;
  const stuck = await orderOf(31 * minute, 'AwaitingStockValidation');
  const unshipped = await orderOf(73 * hour, ...paid);
  await orderOf(29 * minute, 'AwaitingStockValidation');
  await orderOf(71 * hour, ...paid);
  await orderOf(100 * hour, 'Cancelled');
  await orderOf(100 * hour, ...paid, 'Shipped');

  const warnings = await report();
  expect(warnings).toHaveLength(2);
  expect(warnings[0]).toContain(`Order ${stuck} `);
  expect(warnings[0]).toContain('is AwaitingStockValidation since');
  expect(warnings[1]).toContain(`Order ${unshipped} `);
  expect(warnings[1]).toContain('is paid, but not shipped');
});
