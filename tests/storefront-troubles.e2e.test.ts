/** What happens to shoppers on the way, in a real browser on the real shop: sessions end, pages are left and reloaded, networks go. */
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { haveBrowser, patient, withoutPolling } from './support/browser.ts';
import { useStage } from './support/browser-stage.ts';
import {
  button,
  heading,
  orderPrepared,
  pick,
  placeOrder,
  prepare,
  signInThere,
  toPreparedReview,
  toReview,
  typeCard,
} from './support/browser-steps.ts';
import { replaceTokens } from './support/browser-user.ts';
import type { Customer } from './support/shop.ts';
import { items, putInBasket } from './support/shopping.ts';

const placed = async (customer: Customer): Promise<number> =>
  (await customer<{ total: number }>('ordering', 'GET orders')).body.total;

/** Every request of the page that matches fails as without a network, from here on. */
const cutOff = (page: Page, path: string) => page.route(path, (route) => route.abort('internetdisconnected'));

/** The request for a stream that goes on where an earlier one ended. */
const waitForResumed = (page: Page) =>
  page.waitForRequest((request) => request.url().endsWith('/orders/stream') && 'last-event-id' in request.headers());

describe.skipIf(!haveBrowser())('a shopper', () => {
  const stage = useStage();

  test('whose session is revoked signs in again and finds the checkout as it was', async () => {
    const visit = await stage.buyer();
    const { page, customer, person, tokens } = visit;
    // The click is to find out, not the next look at the basket.
    await withoutPolling(visit.context);
    await prepare(customer);
    await toPreparedReview(page);
    await page.getByLabel('Coupon code').fill('disc-5');
    await button(page, 'Apply').click();
    await page.getByText('$5 off').waitFor();
    // The tokens are no good any more, and the provider renews them no more: somebody has used the refresh token twice.
    const spend = () =>
      fetch(`${stage.shop.issuer}/token`, {
        method: 'POST',
        body: new URLSearchParams({
          client_id: 'spa',
          grant_type: 'refresh_token',
          refresh_token: tokens.refresh_token ?? '',
        }),
      });
    expect([(await spend()).status, (await spend()).status]).toEqual([200, 400]);
    visit.expectFaults(/status of 40[01]/);
    await replaceTokens(page, stage.shop, { ...tokens, access_token: 'expired', expires_in: -60 });
    await placeOrder(page).click();
    await heading(page, 'Please sign in').waitFor();
    await page.getByText('Your session has ended.').waitFor();
    await button(page, 'Sign in or sign up').click();
    await signInThere(page, person);
    await heading(page, 'Is everything right?').waitFor();
    await page.getByText('$5 off').waitFor();
    await page.getByText('1 Quay Road').waitFor();
    await placeOrder(page).click();
    await page.getByText('is paid and waits').waitFor();
    expect(await placed(customer)).toBe(1);
  });

  test('whose access token runs out does not notice: it is renewed', async () => {
    const visit = await stage.buyer();
    await replaceTokens(visit.page, stage.shop, { ...visit.tokens, access_token: 'old', expires_in: 5 });
    const renewals: string[] = [];
    visit.page.on('request', (request) => {
      if (request.url().endsWith('/token')) renewals.push(request.url());
    });
    await visit.page.goto('/orders');
    await heading(visit.page, 'No orders yet').waitFor();
    await visit.page.goto('/profile');
    await visit.page.getByText('No card is saved yet.').waitFor();
    expect(renewals).toHaveLength(1);
  });

  test('goes back and reloads at every step of the checkout and loses nothing', async () => {
    const { page, customer } = await stage.buyer();
    await prepare(customer);
    await page.goto('/basket');
    await page.getByRole('link', { name: 'Check out' }).click();
    await page.getByText('Another address').click();
    await page.getByLabel('Street and house number').fill('7 Fish Lane');
    await page.getByLabel('Postcode').fill('AB1 2CD');
    await page.getByLabel('Town or city').fill('Wick');
    await page.getByLabel('Country').fill('Scotland');
    const saved = page.waitForResponse('**/buyers/me/addresses/*');
    await button(page, 'Continue to payment').click();
    await heading(page, 'How would you like to pay?').waitFor();
    // Who reloads before the address is saved finds it in the fields instead.
    await saved;
    await page.reload();
    await page.getByText('Another card').click();
    await typeCard(page, '5555555555554444');
    await toReview(page);
    await page.reload();
    await page.getByText('7 Fish Lane').waitFor();
    await page.getByText('Mastercard ending in 4444').waitFor();
    await page.goBack();
    await heading(page, 'How would you like to pay?').waitFor();
    expect(await page.getByRole('radio', { name: /4444/ }).isChecked()).toBe(true);
    await page.goBack();
    await heading(page, 'Where shall it go?').waitFor();
    await page.getByText('7 Fish Lane').waitFor();
    await page.goBack();
    await heading(page, 'Your basket').waitFor();
    for (const step of ['Where shall it go?', 'How would you like to pay?', 'Is everything right?']) {
      await page.goForward();
      await heading(page, step).waitFor();
    }
    await placeOrder(page).click();
    await heading(page, /^Order /).waitFor();
    await page.reload();
    await page.getByText('is paid and waits').waitFor();
    await page.goBack();
    await page.getByText('Your basket is empty').waitFor();
    expect(await placed(customer)).toBe(1);
  });

  test('has one basket in two tabs, before signing in and after, and on another device', async () => {
    const { page, newPage } = await stage.visitor();
    const other = await newPage();
    await other.goto('/basket');
    await pick(page, 'Cold Start Mug');
    await other.getByRole('textbox', { name: 'Quantity of Cold Start Mug' }).waitFor();
    await other.getByRole('button', { name: 'One more' }).click();
    await page.getByRole('link', { name: 'Basket, 2 items' }).waitFor();

    const buyer = await stage.buyer();
    const [first, second] = [buyer.page, await buyer.newPage()];
    await withoutPolling(second);
    await second.goto('/basket');
    await heading(second, 'Your basket is empty').waitFor();
    await pick(first, 'Cold Start Mug');
    await heading(second, 'Cold Start Mug').waitFor();
    await second.getByRole('button', { name: 'Remove Cold Start Mug' }).click();
    await first.getByRole('link', { name: 'Basket, empty' }).waitFor();
    await second.getByRole('button', { name: 'Undo' }).click();
    await first.getByRole('link', { name: 'Basket, 1 item' }).waitFor();
    expect(await second.getByRole('textbox', { name: 'Quantity of Cold Start Mug' }).inputValue()).toBe('1');
    // Another device tells this one nothing; the open basket looks by itself.
    await first.goto('/basket');
    await heading(first, 'Cold Start Mug').waitFor();
    const anchor = (await items(buyer.customer)).find(({ name }) => name === 'Idempotent Anchor Pin');
    await putInBasket(buyer.customer, anchor?.id ?? '', 1);
    await heading(first, 'Idempotent Anchor Pin').waitFor();
  });

  test('without a network is told so, and orders once when the answer is lost and the click repeated', async () => {
    const visit = await stage.buyer();
    const { page, customer } = visit;
    await prepare(customer);
    await toPreparedReview(page);
    visit.expectFaults(/ERR_INTERNET_DISCONNECTED|ERR_FAILED/);
    // The order reaches the shop; its answer does not reach the page.
    await page.route('**/baskets/me/checkout', async (route) => {
      await route.fetch();
      await route.abort('failed');
    });
    await placeOrder(page).click();
    await page.getByText('We cannot reach the shop.').waitFor();
    await page.unroute('**/baskets/me/checkout');
    await cutOff(page, '**/baskets/me/checkout');
    const failed = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/baskets/me/checkout'));
    await placeOrder(page).click();
    await failed;
    await page.getByText('We cannot reach the shop.').waitFor();
    await page.unroute('**/baskets/me/checkout');
    await placeOrder(page).click();
    await page.getByText('is paid and waits').waitFor();
    expect(await placed(customer)).toBe(1);
  });

  test('who is offline finds a page that says so, and the shop again when the network is back', async () => {
    const visit = await stage.visitor();
    const { page, context } = visit;
    await page.goto('/');
    await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
    await page.reload();
    visit.expectFaults(/ERR_INTERNET_DISCONNECTED|Failed to fetch/);
    await context.setOffline(true);
    await page.getByText('You are offline.').waitFor();
    await page.goto('/basket');
    await heading(page, 'No signal out here').waitFor();
    await context.setOffline(false);
    await heading(page, 'Your basket').waitFor();
    await context.setOffline(true);
    await page.getByRole('link', { name: 'The shop' }).first().click();
    await page.getByText('We cannot reach the shop.').first().waitFor();
    await context.setOffline(false);
    await button(page, 'Try again').click();
    await page.getByRole('link', { name: 'Cold Start Mug' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/');
  });

  test('whose stream breaks off hears of everything all the same: by the next one, which goes on where the first one ended', async () => {
    const { page, customer } = await stage.buyer();
    await prepare(customer);
    await toPreparedReview(page);
    const half = 'retry: 50\nid: 0\n\nid: 1\nevent: or';
    await page.route('**/orders/stream', (route) => route.fulfill({ contentType: 'text/event-stream', body: half }), {
      times: 1,
    });
    const [first, second] = [page.waitForRequest('**/orders/stream'), waitForResumed(page)];
    await placeOrder(page).click();
    expect((await first).headers()).not.toHaveProperty('last-event-id');
    expect((await second).headers()).toMatchObject({ 'last-event-id': '0' });
    await page.getByText('is paid and waits').waitFor();
  });

  test('whose stream cannot be opened is told by asking, until there is a network again', async () => {
    const visit = await stage.buyer();
    const { page, customer } = visit;
    await prepare(customer);
    await toPreparedReview(page);
    visit.expectFaults(/ERR_INTERNET_DISCONNECTED/);
    await cutOff(page, '**/orders/stream');
    await placeOrder(page).click();
    await page.getByText('is paid and waits').waitFor();
    const opened = page.waitForResponse('**/orders/stream');
    await page.unroute('**/orders/stream');
    await page.evaluate('window.dispatchEvent(new Event("online"))');
    expect((await opened).status()).toBe(200);
  });

  test('on a slow network sees what is being loaded, and one order for all impatient clicks', async () => {
    const { page, customer } = await stage.buyer();
    await prepare(customer);
    const orders: string[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/baskets/me/checkout')) orders.push(request.method());
    });
    const held: (() => void)[] = [];
    const hold = (path: string) => page.route(path, (route) => void held.push(() => void route.continue()));
    const release = () => {
      for (const go of held.splice(0)) go();
    };
    await hold('**/api/catalog/items?*');
    await page.goto('/');
    await page.getByText('Loading …').first().waitFor({ state: 'attached' });
    release();
    await page.unroute('**/api/catalog/items?*');
    await page.getByRole('link', { name: 'Cold Start Mug' }).waitFor();
    await toPreparedReview(page);
    await hold('**/baskets/me/checkout');
    for (let click = 0; click < 5; click += 1) await button(page, /^(Place order|Placing)/).click({ force: true });
    await expect.poll(() => held.length, patient).toBe(1);
    release();
    await page.getByText('is paid and waits').waitFor();
    expect(orders).toEqual(['POST']);
    expect(await placed(customer)).toBe(1);
  });

  test('who signs out leaves nothing behind for the next one, in no tab', async () => {
    const visit = await stage.buyer();
    const { page, customer, newPage } = visit;
    await prepare(customer);
    await orderPrepared(page);
    const other = await newPage();
    await other.goto('/orders');
    await other.getByRole('link', { name: /^Order / }).waitFor();
    await page.goto('/profile');
    await button(page, 'Sign out').click();
    await page.waitForURL(/\/session\/end|\/logout/);
    await heading(other, 'Please sign in').waitFor();
    expect(await other.evaluate('Object.keys(sessionStorage).concat(Object.keys(localStorage)).join()')).not.toMatch(
      /checkout|user/,
    );
  });
});
