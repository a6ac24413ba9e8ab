/** A shopper's way through the storefront in a real browser, on the real shop. */
import { describe, expect, test } from 'vitest';
import { haveBrowser, patient, withoutPolling } from './support/browser.ts';
import { useStage } from './support/browser-stage.ts';
import {
  button,
  heading,
  missing,
  orderIdIn,
  orderPrepared,
  pick,
  placeOrder,
  prepare,
  signInThere,
  signUpThere,
  toPayment,
  toPreparedReview,
  toReview,
  typeAddress,
  typeCard,
} from './support/browser-steps.ts';
import { somebody } from './support/browser-user.ts';
import type { Customer } from './support/shop.ts';
import { bankTakesLong, basketBecomes, decliningCard, goodCard, lateCard, order } from './support/shopping.ts';

/** Codes that do nothing for a single mug, and what the shop says to them. */
const refusedCoupons: readonly [string, RegExp][] = [
  ['no-such-code', /no coupon with this code/],
  ['summer-2025', /expired|ended/],
  ['big-haul', /This coupon is for orders of/],
];

/** Gives an item in the customer's basket another price, and waits until the basket knows it. */
const reprice = async (
  operator: Customer,
  customer: Customer,
  [itemId, priceMinor]: [string, number],
): Promise<void> => {
  const { body, headers } = await operator('catalog', `GET items/${itemId}`);
  const { name, description, brand, type } = body as Record<'brand' | 'type', { id: string }> & Record<string, string>;
  const facts = { name, description, brandId: brand.id, typeId: type.id, priceMinor };
  const changed = await operator('catalog', `PUT items/${itemId}`, {
    body: facts,
    headers: { 'if-match': headers.get('etag') ?? '' },
  });
  expect(changed.status).toBe(200);
  await basketBecomes(customer, (lines) => lines.some((line) => line.unitPriceMinor === priceMinor));
};

describe.skipIf(!haveBrowser())('a shopper', () => {
  const stage = useStage(() => ({ env: bankTakesLong }));

  test('goes from an anonymous basket to a shipped order, which the stream alone tells of', async () => {
    const { page, context } = await stage.visitor();
    await withoutPolling(context);
    const sent: { call: string; body: string }[] = [];
    page.on('request', (request) => {
      const call = `${request.method()} ${new URL(request.url()).pathname}`;
      sent.push({ call, body: request.postData() ?? '' });
    });
    await pick(page, 'Cold Start Mug');
    await page.getByRole('link', { name: 'Basket, 1 item' }).click();
    await button(page, 'Sign in and check out').click();
    await signUpThere(page, somebody());
    await heading(page, 'Where shall it go?').waitFor();
    await page.getByText('Cold Start Mug').waitFor();

    await button(page, 'Continue to payment').click();
    await expect.poll(() => missing(page), patient).toBe(4);
    await typeAddress(page);
    await toPayment(page);
    await typeCard(page);
    await toReview(page);
    await page.getByLabel('Coupon code').fill('disc-5');
    await button(page, 'Apply').click();
    await button(page, 'Place order for $9.50').waitFor();

    await placeOrder(page).click({ clickCount: 3 });
    await page.getByText('is paid and waits').waitFor();
    expect(sent.filter(({ call }) => call === 'POST /api/basket/baskets/me/checkout')).toHaveLength(1);
    const told = sent.filter(({ body }) => body.includes(goodCard));
    expect(told.map(({ call }) => call)).toEqual(['POST /api/payment/cards']);
    expect(await page.evaluate('JSON.stringify({ ...localStorage, ...sessionStorage })')).not.toContain(goodCard);
    const orderId = orderIdIn(page);
    await page.getByRole('link', { name: 'Basket, empty' }).waitFor();
    await page.getByRole('link', { name: 'Kittiwake' }).click();
    const olivia = await stage.shop.signIn('olivia');
    expect(await olivia('ordering', `POST orders/${orderId}/ship`)).toMatchObject({ status: 202 });
    await page.getByText(/^Order \S+: Shipped$/).waitFor();
    await button(page, 'Show').click();
    await page.getByText('It is on its way to you.').waitFor();
  });

  test('finds things, and finds them again by the address: search, kind, brand, order and page', async () => {
    const { page } = await stage.visitor();
    const names = () => page.locator('main h3').allInnerTexts();
    await page.goto('/');
    await heading(page, 'Cold Start Mug').waitFor();
    await page.getByRole('link', { name: 'Page 2' }).click();
    await page.getByRole('link', { name: 'Page 2' }).and(page.locator('[aria-current=page]')).waitFor();
    expect(new URL(page.url()).searchParams.get('page')).toBe('2');
    await heading(page, 'Storm Petrel Hoodie').waitFor();
    await page.getByRole('link', { name: 'Mug', exact: true }).click();
    await page.getByText('4 things').waitFor();
    await page.getByLabel('Sort by').selectOption('Lowest price');
    await page.locator('main h3').first().getByText('Exponential Back-Off Mug').waitFor();
    await page.getByLabel('Brand').selectOption('Cold Start Coffee');
    await page.getByText('2 things').waitFor();
    const found = await names();
    expect(found).toEqual(['Persistent Gull Mug', 'Cold Start Mug']);
    await page.reload();
    await page.getByText('2 things').waitFor();
    expect(await names()).toEqual(found);
    await page.goBack();
    await page.getByText('4 things').waitFor();
    await page.getByLabel('Search the shop').fill('submarine');
    await page.keyboard.press('Enter');
    await heading(page, 'Nothing on this shelf').waitFor();
    expect(await page.title()).toBe('submarine · Kittiwake');
    await page.getByRole('link', { name: 'Clear filters' }).click();
    await page.getByText('16 things').waitFor();
  });

  test('cancels an order while that is allowed, and buys it again', async () => {
    const { page, customer } = await stage.buyer();
    await prepare(customer, { card: lateCard, units: 2 });
    await orderPrepared(page);
    await button(page, 'Cancel order').click();
    await button(page, 'Keep it').click();
    await button(page, 'Cancel order').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel order' }).click();
    await page.getByText('You cancelled the order.').first().waitFor();
    await button(page, 'Cancel order').waitFor({ state: 'detached' });
    await basketBecomes(customer, (lines) => lines.length === 0);
    await button(page, 'Buy again').click();
    await heading(page, 'Your basket').waitFor();
    expect(await page.getByRole('textbox', { name: 'Quantity of Night Shift Mug' }).inputValue()).toBe('2');
  });

  test('mends a declined card where it is typed, and keeps all that was decided before', async () => {
    const { page, customer } = await stage.buyer();
    await prepare(customer, { card: decliningCard });
    await orderPrepared(page);
    await page.getByText('The bank declined the card. Choose another card.').waitFor();
    await button(page, 'Pay with another card').click();
    await heading(page, 'How would you like to pay?').waitFor();
    const number = page.getByLabel('Card number');
    expect(await number.getAttribute('aria-invalid')).toBe('true');
    await page.getByText('The bank declined the card. Choose another card.').waitFor();
    await typeCard(page);
    await toReview(page);
    await page.getByText('1 Quay Road').waitFor();
    await placeOrder(page).click();
    await page.getByText('is paid and waits').waitFor();
    const orders = await customer<{ orders: { status: string }[] }>('ordering', 'GET orders');
    expect(orders.body.orders.map(({ status }) => status)).toEqual(['Paid', 'Cancelled']);
  });

  test('sees at the field what is wrong with a card, before it is sent and after, and with a coupon', async () => {
    const { page, customer, expectFaults } = await stage.buyer();
    await prepare(customer);
    await page.goto('/checkout?step=delivery');
    await toPayment(page);
    await page.getByText('Another card').click();
    await button(page, 'Continue to review').click();
    await expect.poll(() => missing(page), patient).toBe(4);
    await typeCard(page, '4242424242424241');
    expect(await page.getByLabel('Card number').inputValue()).toBe('4242 4242 4242 4241');
    expect(await page.getByRole('textbox', { name: 'Valid until' }).inputValue()).toBe('12 / 30');
    await button(page, 'Continue to review').click();
    await page.getByText('Please check this: something is not right.').waitFor();
    await page.getByText('Visa', { exact: true }).waitFor();
    await page.locator('[name=number]:focus').waitFor();
    // More years ahead than the payment service believes.
    expectFaults(/status of 400.*\/payment\/cards/);
    await typeCard(page);
    await page.getByRole('textbox', { name: 'Valid until' }).fill('12 / 99');
    await button(page, 'Continue to review').click();
    await page.locator('[aria-invalid][name=expiry]:focus').waitFor();
    expectFaults(/status of 4\d\d.*\/coupons\//);
    for (const [code, why] of refusedCoupons) {
      await page.getByLabel('Coupon code').fill(code);
      await button(page, 'Apply').click();
      await page.getByText(why).waitFor();
      await page.locator('[aria-invalid][name=code]').waitFor();
    }
  });

  test('is told of what is sold out, on the shelf and when somebody else was faster', async () => {
    const { page, customer } = await stage.buyer();
    await page.goto('/?q=scale');
    await page.getByRole('link', { name: 'Scale to Zero T-Shirt' }).click();
    await page
      .getByText(/^Sold out/)
      .first()
      .waitFor();
    expect(await page.getByRole('button', { name: 'Add to basket' }).count()).toBe(0);
    await prepare(customer, { item: 'Exactly Once Narwhal Pin', units: 4 });
    await orderPrepared(page);
    await page.getByText('Cancelled').first().waitFor();
    await page
      .getByText(/Exactly Once Narwhal Pin/)
      .first()
      .waitFor();
    expect(await page.locator('li', { hasText: 'Cancelled' }).innerText()).toMatch(/3|left|sold|stock/i);
  });

  test('sees in an open basket that a price has changed, and pays no price they have not seen', async () => {
    const { page, customer, expectFaults } = await stage.buyer();
    const { id } = await prepare(customer, { item: 'Persistent Gull Mug' });
    const olivia = await stage.shop.signIn('olivia');
    await page.goto('/basket');
    await page.getByText('$13.50 each').waitFor();
    await reprice(olivia, customer, [id, 1500]);
    await page.getByText('The price has gone up; it was $13.50.').waitFor();
    await button(page, 'Got it').click();
    await page.getByText('The price has gone up').waitFor({ state: 'detached' });
    await toPreparedReview(page);
    expectFaults(/status of 409.*\/checkout/);
    await page.route('**/api/basket/baskets/me', (route) => route.abort('aborted'));
    await reprice(olivia, customer, [id, 1600]);
    await button(page, 'Place order for $15.00').click();
    await page.getByText(/^A price has changed since you saw it/).waitFor();
    await page.unroute('**/api/basket/baskets/me');
    await button(page, 'Place order for $16.00').click();
    await page.getByText('is paid and waits').waitFor();
    expect((await order(customer, orderIdIn(page))).body.totalMinor).toBe(1600);
  });

  test('keeps name, addresses and cards, and can have all of it deleted', async () => {
    const { page, context, customer, person } = await stage.buyer();
    await withoutPolling(context);
    await prepare(customer);
    await page.goto('/profile');
    await page.getByText(person.email).waitFor();
    await page.getByRole('link', { name: 'Change name, e-mail or password' }).click();
    await signInThere(page, person);
    await page.waitForURL(`${stage.shop.issuer}/account`);
    await page.goto('/profile');
    await button(page, 'Add an address').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Full name').fill('Carol at work');
    await dialog.getByLabel('Street and house number').fill('2 Pier Road');
    await dialog.getByLabel('Postcode').fill('ZE1 0BB');
    await dialog.getByLabel('Town or city').fill('Lerwick');
    await dialog.getByLabel('Country').fill('Scotland');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('2 Pier Road').first().waitFor();
    await button(page, 'Remove 2 Pier Road').click();
    await page.getByText('The address is removed.').waitFor();
    await page.locator('address', { hasText: '2 Pier Road' }).waitFor({ state: 'detached' });
    await button(page, 'Undo').click();
    await page.locator('address', { hasText: '2 Pier Road' }).waitFor();
    await button(page, /^Remove: Visa/).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove card' }).click();
    await page.getByText('No card is saved yet.').waitFor();
    await button(page, 'Delete my data').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete my data' }).click();
    await page.getByText('Your data is being deleted.').waitFor();
    await page.getByText('No address is saved yet.').waitFor();
    await page.getByRole('link', { name: 'Basket, empty' }).waitFor();
    expect((await customer('ordering', 'GET buyers/me')).body).toMatchObject({ addresses: [] });
  });
});
