/** An operator's way through the storefront in a real browser, on the real shop. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { getTokens } from '../local/identity/code-flow.ts';
import { seededUsers } from '../local/identity/seed.ts';
import { claimsOf } from '../local/identity/testing.ts';
import { haveBrowser, patient, type Visit } from './support/browser.ts';
import { axeFindings, overflow } from './support/browser-axe.ts';
import { moveTo, press, type } from './support/browser-keyboard.ts';
import { type Stage, useStage } from './support/browser-stage.ts';
import { button, heading, missing, signInThere } from './support/browser-steps.ts';
import { arriveSignedIn, createAccount, type SignedIn, somebody } from './support/browser-user.ts';
import { addCard, checkOut, decliningCard, item, itemInStock, orderBecomes, putInBasket } from './support/shopping.ts';

const olivia = seededUsers.find(({ username }) => username === 'olivia');
const picture = fileURLToPath(new URL('../spa/public/icons/icon-192.png', import.meta.url));

/** Says who the operator is; the shop has one from the start. */
const operator = () => {
  if (!olivia) throw new Error('The seed has no olivia.');
  return olivia;
};

/** Every page of the operators' part. */
const paths = (orderId: string, itemId: string): string[] =>
  [
    'items',
    'items/new',
    `items/${itemId}`,
    'orders',
    `orders/${orderId}`,
    'coupons',
    'coupons/new',
    'coupons/CREW-10',
    'users',
    'status',
  ].map((path) => `/operate/${path}`);

/** What is said to be wrong with the field of that label. */
const messageAt = async (page: Page, label: string): Promise<string> =>
  page.locator(`[id="${await page.getByLabel(label, { exact: true }).getAttribute('id')}-error"]`).innerText();

const told = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();

interface Ordering {
  /** Number of the card. */
  card?: string;
  /** Of the buyer. */
  name?: string;
  beforeCheckout?: () => void;
}

/** Operators and buyers of a stage. */
const peopleOf = (stage: Stage) => {
  /** An operator's browser, signed in; its pages share the session. */
  const arrive = async (options = {}): Promise<Visit & Pick<SignedIn, 'customer'>> => {
    const { username: user, password } = operator();
    const scope = 'openid profile email offline_access catalog basket ordering payment coupon';
    const [visit, tokens] = await Promise.all([
      stage.visitor(options),
      getTokens({ user, password, issuer: stage.shop.issuer, scope }),
    ]);
    const person = { name: operator().name, email: operator().email, password };
    const customer = stage.shop.withToken(tokens.access_token);
    await arriveSignedIn(visit, stage.shop, { person, tokens, customer });
    return { ...visit, customer };
  };

  /** Somebody with a new order. */
  const order = async ({ card, name, beforeCheckout }: Ordering = {}) => {
    const account = await createAccount(stage.shop, somebody(name));
    const { customer } = account;
    const { id } = await itemInStock(customer);
    await putInBasket(customer, id, 1);
    const token = await addCard(customer, card);
    beforeCheckout?.();
    return { ...account, itemId: id, orderId: await checkOut(customer, token) };
  };
  return { arrive, order };
};

describe.skipIf(!haveBrowser())('an operator', () => {
  const stage = useStage();
  const { arrive, order } = peopleOf(stage);

  test('signs in, puts a new item with a picture on the shelf, changes it, and takes it off again', async () => {
    const { page } = await stage.visitor();
    const name = `Test Tide Mug ${randomUUID().slice(0, 4)}`;
    await page.goto('/operate');
    await heading(page, 'Please sign in').waitFor();
    await button(page, 'Sign in').click();
    await signInThere(page, { ...operator(), email: operator().username });
    await heading(page, 'Items').waitFor();

    await page.getByRole('link', { name: 'New item' }).click();
    await button(page, 'Save').click();
    await expect.poll(() => missing(page), patient).toBe(4);
    await page.getByLabel('Name').fill(name);
    await page.getByLabel('Description').fill('Holds what the tide brings in.');
    await page.getByLabel('Brand').selectOption({ index: 1 });
    await page.getByLabel('Kind').selectOption({ label: 'Mug' });
    await page.getByLabel('Price (USD)').fill('14.5');
    await button(page, 'Save').click();
    await told(page, 'The item is on the shelf.');
    await heading(page, name).waitFor();

    await page.locator('input[type=file]').setInputFiles(picture);
    await told(page, 'The picture is saved.');
    await page.getByRole('main').getByRole('img', { name }).waitFor();
    await page.getByLabel('Delivery of').fill('7');
    await button(page, 'Take in').click();
    await told(page, '7 units are on the shelf.');
    await page.getByLabel('Reorder below').fill('9');
    await page.getByLabel('Room for').fill('40');
    await button(page, 'Save limits').click();
    await told(page, 'The limits are saved.');

    await page.getByLabel('Price (USD)').fill('15,25');
    await button(page, 'Save').click();
    await told(page, 'The item is saved.');
    await page.getByRole('link', { name: 'See it in the shop' }).click();
    await heading(page, name).waitFor();
    await page.getByText('$15.25').first().waitFor();
    await page.getByText('Only 7 left').first().waitFor();

    await page.goBack();
    await button(page, 'Delete item').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete item' }).click();
    await told(page, 'The item is deleted.');
    await page.getByLabel('Search items').fill(name);
    await page.getByLabel('Search items').press('Enter');
    await page.getByText('No item matches.').waitFor();
  });

  test('who saves last sees what somebody else has saved meanwhile, and chooses', async () => {
    const { page: mine, newPage, expectFaults, customer } = await arrive();
    expectFaults(/status of 412/);
    await mine.goto('/operate/items');
    await mine.getByRole('row').getByRole('link').first().click();
    await mine.getByLabel('Description').waitFor();
    const name = await mine.getByLabel('Name').inputValue();
    const theirs = await newPage();
    await theirs.goto(mine.url());

    await theirs.getByLabel('Price (USD)').fill('21.00');
    await button(theirs, 'Save').click();
    await told(theirs, 'The item is saved.');
    await mine.getByLabel('Description').fill('Says what I want it to say.');
    await button(mine, 'Save').click();
    const conflict = mine.getByRole('alert').filter({ hasText: 'Somebody else has changed this' });
    await conflict.getByRole('row', { name: /^Price .*\$21\.00/ }).waitFor();
    await conflict.getByRole('row', { name: /^Description Says what I want/ }).waitFor();
    await button(mine, 'Save mine anyway').click();
    await told(mine, 'The item is saved.');
    expect(await mine.getByLabel('Price (USD)').inputValue()).not.toBe('21.00');

    await theirs.getByLabel('Name').fill(`${name} II`);
    await button(theirs, 'Save').click();
    await button(theirs, 'Take what is there now').click();
    await expect.poll(() => theirs.getByLabel('Description').inputValue(), patient).toBe('Says what I want it to say.');
    expect(await theirs.getByLabel('Name').inputValue()).toBe(name);
    await theirs.getByLabel('Price (USD)').fill('22.00');
    await button(theirs, 'Save').click();
    const itemId = new URL(mine.url()).pathname.split('/').at(-1) ?? '';
    await expect.poll(async () => (await item(customer, itemId)).priceMinor, patient).toBe(2200);
  });

  test('a brand that exists and limits that do not fit are said at their fields', async () => {
    const { page, expectFaults } = await arrive();
    expectFaults(/status of 409/);
    await page.goto('/operate/items');
    await page.getByRole('row').getByRole('link').first().click();
    const brand = await page.getByLabel('Brand').locator('option').nth(1).innerText();
    await button(page, 'New brand').click();
    const dialog = page.getByRole('dialog', { name: 'New brand' });
    await dialog.getByLabel('Name').fill(brand);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('This is taken.').waitFor();
    await dialog.getByLabel('Name').fill(`Fog & Daughter ${randomUUID().slice(0, 4)}`);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByLabel('Brand').getByText('Fog & Daughter').waitFor({ state: 'attached' });

    await page.getByLabel('Reorder below').fill('50');
    await page.getByLabel('Room for').fill('50');
    await button(page, 'Save limits').click();
    expect(await messageAt(page, 'Reorder below')).toBe('This must be less than there is room for.');
  });

  test('finds an order among all, follows it, and ships it', async () => {
    const { orderId, customer } = await order({ name: 'Frida Berg' });
    await orderBecomes(customer, orderId, 'Paid');
    const { page } = await arrive();
    await page.goto('/operate/orders');
    await page.getByLabel('State').selectOption({ label: 'Paid' });
    const row = page.getByRole('listitem').filter({ hasText: 'Frida Berg' });
    const number = await row.getByRole('link').innerText();
    await page.getByLabel('State').selectOption({ label: 'Cancelled' });
    await row.waitFor({ state: 'detached' });
    await page.getByLabel('Order number').fill(number.toLowerCase());
    await button(page, 'Find').click();
    await row.getByRole('link').click();
    await heading(page, `Order ${number}`).waitFor();
    expect(page.url()).toContain(orderId);

    const run = page.getByRole('region', { name: 'The run of this order' });
    for (const entry of ['The run began', 'Order is AwaitingStockValidation', 'Heard: StockReserved', 'Order is Paid'])
      await run.getByText(entry).waitFor();
    await button(page, 'Ship').click();
    await told(page, 'The order is being shipped.');
    await run.getByText('Heard: ShipRequested').waitFor();
    await run.getByText('The run ended').waitFor();
    await run.getByText('Completed', { exact: true }).waitFor();
    await button(page, 'Ship').waitFor({ state: 'detached' });
    await run.getByText('Heard: StockReserved').click();
    await run.locator('pre:visible').getByText('"type": "EventRaised"').waitFor();
    await orderBecomes(customer, orderId, 'Shipped');
  });

  test('cancels an order with a reason that the buyer reads, and sees why another one was declined', async () => {
    const [paid, declined] = [await order(), await order({ card: decliningCard })];
    await orderBecomes(paid.customer, paid.orderId, 'Paid');
    await orderBecomes(declined.customer, declined.orderId, 'Cancelled');
    const { page } = await arrive();
    await page.goto(`/operate/orders/${paid.orderId}`);
    await button(page, 'Cancel order').click();
    await page.getByLabel('Reason for the buyer').fill('The tide took it.');
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel order' }).click();
    await told(page, 'The order is being cancelled.');
    await page.getByText('The tide took it.').first().waitFor();
    const { reason } = await orderBecomes(paid.customer, paid.orderId, 'Cancelled');
    expect(reason).toEqual({ code: 'cancelled-by-shop', text: 'The tide took it.' });

    await page.goto(`/operate/orders/${declined.orderId}`);
    const heard = page.locator('summary').filter({ hasText: 'Heard: PaymentDeclined' });
    await heard.getByText('The bank declined the card.').waitFor();
  });

  test('makes a coupon, changes it while somebody else does, disables and enables it', async () => {
    const { page, newPage, expectFaults } = await arrive();
    expectFaults(/status of 412/);
    const code = `TIDE-${randomUUID().slice(0, 6).toUpperCase()}`;
    await page.goto('/operate/coupons');
    await page.getByRole('link', { name: 'New coupon' }).click();
    await page.getByLabel('Code').fill(code.toLowerCase());
    await page.getByLabel('Description for shoppers').fill('For the patient');
    await page.getByLabel('Discount', { exact: true }).selectOption({ label: 'A percentage' });
    await page.getByLabel('Percent').fill('120');
    await button(page, 'Save').click();
    expect(await messageAt(page, 'Percent')).toBe('Please write a whole number from 1 to 100.');
    await page.getByLabel('Percent').fill('20');
    await button(page, 'Save').click();
    await told(page, 'The coupon is saved.');
    const row = page.getByRole('listitem').filter({ hasText: code });
    await row.getByText('20 % off').waitFor();

    await row.getByRole('link').click();
    await page.getByLabel('Description for shoppers').fill('For the very patient');
    const theirs = await newPage();
    await theirs.goto(page.url());
    await theirs.getByLabel('Percent').fill('25');
    await button(theirs, 'Save').click();
    await told(theirs, 'The coupon is saved.');
    await button(page, 'Save').click();
    await page.getByRole('row', { name: /^Discount 20 % off 25 % off/ }).waitFor();
    await button(page, 'Take what is there now').click();
    await expect.poll(() => page.getByLabel('Percent').inputValue(), patient).toBe('25');
    await page.getByRole('link', { name: 'Coupons' }).last().click();

    const { customer } = await createAccount(stage.shop);
    const quote = () => customer('coupon', `GET coupons/${code}/quote?subtotalMinor=1000&currency=USD`);
    expect(await quote()).toMatchObject({ status: 200, body: { discountMinor: 250 } });
    await row.getByRole('button', { name: 'Disable' }).click();
    await row.getByText('disabled', { exact: true }).waitFor();
    expect(await quote()).toMatchObject({ status: 409, body: { code: 'coupon-disabled' } });
    await row.getByRole('button', { name: 'Enable' }).click();
    await row.getByRole('button', { name: 'Disable' }).waitFor();
    expect(await quote()).toMatchObject({ status: 200 });
  });

  test('looks a user up, makes them operator, and disables them', async () => {
    const { person } = await createAccount(stage.shop, somebody('Ingrid Holm'));
    const { page } = await arrive();
    await page.goto('/operate/status');
    await page.getByRole('navigation', { name: 'Areas' }).getByRole('link', { name: 'Users' }).click();
    await page.getByLabel('Search by name or e-mail').fill(person.email);
    await page.getByLabel('Search by name or e-mail').press('Enter');
    const row = page.getByRole('listitem').filter({ hasText: person.email });
    await row.getByRole('button', { name: 'Make operator' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Make operator' }).click();
    await row.getByText('operator', { exact: true }).waitFor();
    const signIn = () => getTokens({ user: person.email, password: person.password, issuer: stage.shop.issuer });
    expect(claimsOf((await signIn()).access_token).roles).toEqual(['shop.operator']);
    await row.getByRole('button', { name: 'No longer operator' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'No longer operator' }).click();
    await row.getByRole('button', { name: 'Make operator' }).waitFor();
    await row.getByRole('button', { name: 'Disable' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
    await row.getByText('disabled', { exact: true }).waitFor();
    await expect(signIn()).rejects.toThrow('This account has been disabled.');
    await row.getByRole('button', { name: 'Enable' }).click();
    await row.getByRole('button', { name: 'Disable' }).waitFor();
    await signIn();

    await page.getByLabel('Search by name or e-mail').fill('olivia@');
    await page.getByLabel('Search by name or e-mail').press('Enter');
    await page.getByText('you', { exact: true }).waitFor();
    await page.getByRole('main').getByRole('listitem').getByRole('button').first().waitFor({ state: 'detached' });
  });

  test('has no users to look after where the identity provider keeps that to itself', async () => {
    const { page } = await arrive();
    await page.route('**/.well-known/openid-configuration', async (route) => {
      const response = await route.fetch();
      const { shop_user_administration_endpoint: _, ...document } = (await response.json()) as Record<string, unknown>;
      await route.fulfill({ response, json: document });
    });
    await page.goto('/operate/users');
    await heading(page, 'Users are looked after elsewhere').waitFor();
    const areas = page.getByRole('navigation', { name: 'Areas' });
    await expect
      .poll(() => areas.getByRole('link').allInnerTexts(), patient)
      .toEqual(['Items', 'Orders', 'Coupons', 'Status']);
  });

  test('is nobody who only shops: the pages say so, and ask the shop for nothing', async () => {
    const { orderId, itemId } = await order();
    const { page } = await stage.buyer();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
    for (const path of paths(orderId, itemId)) {
      await page.goto(path);
      await page.getByText('This part of the shop is for the people who run it.').waitFor();
      expect(await page.getByRole('navigation', { name: 'Areas' }).count()).toBe(0);
    }
    expect(asked.filter((request) => /\/api\/.*(admin|status|coupons|stock|run)/.test(request))).toEqual([]);
  });

  test.each(['light', 'dark'] as const)('meets what axe-core asks of every page, in %s', async (colorScheme) => {
    const { orderId, itemId, customer } = await order({ card: decliningCard });
    await orderBecomes(customer, orderId, 'Cancelled');
    const { page } = await arrive({ colorScheme, viewport: { width: 360, height: 780 } });
    const found: string[] = [];
    const areas = [...paths(orderId, itemId), '/operate/items?q=nothing-of-the-sort'];
    for (const path of [...areas, '/operate/nowhere']) {
      await page.goto(path);
      await page.getByRole('main').getByRole('heading').first().waitFor();
      // The last of the links to come.
      if (areas.includes(path)) await page.getByRole('link', { name: 'Users' }).waitFor();
      await page.getByText('Loading', { exact: false }).first().waitFor({ state: 'detached' });
      for (const finding of await axeFindings(page)) found.push(`${path} ${finding}`);
      if ((await overflow(page)) > 0) found.push(`${path} is too wide for a phone`);
    }
    expect(found).toEqual([]);
  });

  test('needs no mouse to make a coupon and to ship an order', async () => {
    const { orderId, customer } = await order({ name: 'Greta Vik' });
    await orderBecomes(customer, orderId, 'Paid');
    const { page } = await arrive();
    const code = `KEYS-${randomUUID().slice(0, 6).toUpperCase()}`;
    await page.goto('/operate/coupons');
    await page.getByRole('link', { name: 'CREW-10' }).waitFor();
    await press(page, 'New coupon');
    await heading(page, 'New coupon').waitFor();
    await type(page, 'Code', code);
    await type(page, 'Description for shoppers', 'For fingers');
    await moveTo(page, /^Discount/);
    await page.keyboard.press('ArrowDown');
    await type(page, 'Percent', '15');
    await page.keyboard.press('Enter');
    await told(page, 'The coupon is saved.');
    await press(page, `Disable ${code}`);
    await page.getByRole('button', { name: `Enable ${code}` }).waitFor();

    await moveTo(page, 'Orders', 'Shift+Tab');
    await page.keyboard.press('Enter');
    await heading(page, 'Orders').waitFor();
    await page.getByText('Greta Vik').waitFor();
    await moveTo(page, /^State/);
    await page.keyboard.type('Paid');
    const row = page.getByRole('listitem').filter({ hasText: 'Greta Vik' });
    await press(page, await row.getByRole('link').innerText());
    await page.getByRole('button', { name: 'Ship' }).waitFor();
    await press(page, 'Cancel order');
    await press(page, 'Keep it');
    await moveTo(page, 'Ship', 'Shift+Tab');
    await page.keyboard.press('Enter');
    await told(page, 'The order is being shipped.');
    expect(await orderBecomes(customer, orderId, 'Shipped')).toMatchObject({ status: 'Shipped' });
  });
});

describe.skipIf(!haveBrowser())('an operator, when parts of the shop fail,', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'eshop-'));
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
  // Asks so often that no order is given up while a test looks.
  const stage = useStage(() => ({ hosts: 'each', dataDir, env: { ORDERING_ASK_ATTEMPTS: '100' } }));
  const { arrive, order } = peopleOf(stage);
  const partOf = (name: string) => {
    const part = stage.shop.parts.find((candidate) => candidate.name === name);
    if (!part) throw new Error(`No part is called ${name}.`);
    return part;
  };
  const goOn = (name: string) => process.kill(partOf(name).pid ?? 0, 'SIGCONT');
  const pause = (name: string): void => {
    process.kill(partOf(name).pid ?? 0, 'SIGSTOP');
    onTestFinished(() => void goOn(name));
  };

  test('sees in the run of an order what was asked again, and what is still under way', async () => {
    const { page } = await arrive();
    const { orderId, customer } = await order({ beforeCheckout: () => pause('payment') });
    await orderBecomes(customer, orderId, 'Validated');
    await page.goto(`/operate/orders/${orderId}`);
    const run = page.getByRole('region', { name: 'The run of this order' });
    await run.getByText('asked again, attempt 2').waitFor();
    const waits = run.locator('summary').filter({ hasText: 'Waited up to 3 s for a message' });
    await waits.filter({ hasText: 'none came' }).first().waitFor();
    goOn('payment');
    await run.getByText('Order is Paid').waitFor();

    const store = new DatabaseSync(join(dataDir, 'ordering.db'), { timeout: patient.timeout });
    store.exec('begin immediate');
    await button(page, 'Ship').click();
    const shipping = run.locator('summary').filter({ hasText: 'Order is Shipped' });
    await shipping.getByText('Under way').waitFor();
    store.exec('rollback');
    store.close();
    await run.getByText('The run ended').waitFor();
    expect(await shipping.getByText('Under way').count()).toBe(0);
    await orderBecomes(customer, orderId, 'Shipped');
  });

  test('sees which app does not answer, and that it is back', async () => {
    const { page } = await arrive();
    const card = (name: string) => page.getByRole('listitem').filter({ has: page.getByRole('heading', { name }) });
    await page.goto('/operate/status');
    await page.getByText('Everything works.').waitFor();
    for (const name of ['catalog', 'basket', 'ordering', 'payment', 'coupon'])
      await card(name).getByText('store healthy').waitFor();

    pause('coupon');
    await page.getByText('Not well: coupon.').waitFor();
    await card('coupon').getByText('does not answer').waitFor();
    goOn('coupon');
    await page.getByText('Everything works.').waitFor();
    await partOf('basket').stop();
    await page.getByText('Not well: basket.').waitFor();
    await card('basket').getByText('does not answer').waitFor();
    await expect.poll(() => page.getByText('does not answer').count(), patient).toBe(1);
  });
});
