/** What `npm run screenshots` photographs: every page of the storefront, who looks at it, and what makes it worth a picture. */
import type { Page } from 'playwright-core';

export const actors = ['visitor', 'alice', 'olivia'] as const;
export type Actor = (typeof actors)[number];

export interface Scene {
  name: string;
  actor: Actor;
  /** Where the page is; or how to find out. */
  path: string | ((page: Page) => Promise<string>);
  prepare?: (page: Page) => Promise<void>;
}

const click = (page: Page, name: RegExp | string) => page.getByRole('button', { name }).first().click();

const addSomething = async (page: Page): Promise<void> => {
  for (const name of [/^Add Cold Start Mug/, /^Add Night Shift/]) await click(page, name);
  await page.goto('/basket');
  await page.getByRole('heading', { name: 'Cold Start Mug' }).waitFor();
};

const toCheckout = async (page: Page): Promise<void> => {
  await page.goto('/basket');
  const empty = page.getByRole('heading', { name: 'Your basket is empty' });
  await empty.or(page.getByRole('heading', { name: 'Cold Start Mug' })).waitFor();
  if (await empty.isVisible()) {
    await page.goto('/');
    await addSomething(page);
  }
  await page.goto('/checkout?step=delivery');
  await page.getByRole('heading', { name: /Where shall it go/ }).waitFor();
};

const typeAddress = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Continue to payment' }).waitFor();
  if (await page.getByText('Another address').isVisible()) return;
  await page.getByLabel('Street and house number').fill('1 Quay Road');
  await page.getByLabel('Postcode').fill('ZE1 0AA');
  await page.getByLabel('Town or city').fill('Lerwick');
  await page.getByLabel('Country').fill('Scotland');
};

const toPayment = async (page: Page): Promise<void> => {
  await toCheckout(page);
  await typeAddress(page);
  await click(page, 'Continue to payment');
  await page.getByRole('heading', { name: /How would you like to pay/ }).waitFor();
  await page.getByRole('button', { name: 'Continue to review' }).waitFor();
  if (await page.getByText('Another card').isVisible()) return;
  await page.getByLabel('Card number').pressSequentially('4242424242424242');
  await page.getByLabel('Name on the card').fill('Alice Lindqvist');
  await page.getByLabel('Valid until').pressSequentially('1230');
  await page.getByLabel('Security code').fill('737');
};

/** A buyer can use each of them once. */
const coupons = ['crew-10', 'disc-5', 'disc-10', 'disc-15', 'disc-20', 'disc-25', 'disc-30'];
let orders = 0;

const toReview = async (page: Page): Promise<void> => {
  await toPayment(page);
  await click(page, 'Continue to review');
  await page.getByRole('heading', { name: /Is everything right/ }).waitFor();
  const taken = page.getByRole('button', { name: /^Remove/ });
  await taken.or(page.getByLabel('Coupon code')).waitFor();
  if (await taken.isVisible()) return;
  await page.getByLabel('Coupon code').fill(coupons[orders % coupons.length] ?? '');
  await click(page, 'Apply');
  await taken.waitFor();
};

const toOrder = async (page: Page): Promise<void> => {
  await toReview(page);
  await click(page, /^Place order/);
  await page.getByText('is paid and waits').waitFor();
  orders += 1;
};

const firstLink = (path: string, pattern: string) => async (page: Page) => {
  await page.goto(path);
  await page.locator(pattern).first().waitFor();
  return (await page.locator(pattern).first().getAttribute('href')) ?? '/';
};

const wrongAddress = async (page: Page): Promise<void> => {
  await toCheckout(page);
  await page.getByRole('button', { name: 'Continue to payment' }).waitFor();
  if (await page.getByText('Another address').isVisible()) await page.getByText('Another address').click();
  await click(page, 'Continue to payment');
  await page.getByText('Please fill this in.').first().waitFor();
};

/** Two operators change the same item: this one is the slower. */
const toConflict = async (page: Page): Promise<void> => {
  const other = await page.context().newPage();
  await other.goto(page.url());
  const price = other.getByLabel('Price (USD)');
  await price.fill((Number(await price.inputValue()) + 0.5).toFixed(2));
  await click(other, 'Save');
  await other.getByText('The item is saved.').waitFor();
  await other.close();
  const description = page.getByLabel('Description');
  await description.fill(`${await description.inputValue()} Dishwasher-safe.`);
  await click(page, 'Save');
  const conflict = page.getByText('Somebody else has changed this in the meantime');
  await conflict.waitFor();
  await conflict.scrollIntoViewIfNeeded();
};

const toSignIn = async (page: Page): Promise<void> => {
  await click(page, 'Sign in');
  await page.locator('input[type=password]').waitFor();
};

const goOffline = async (page: Page): Promise<void> => {
  await page.evaluate('navigator.serviceWorker.ready');
  await page.reload();
  await page.context().setOffline(true);
  await page.goto('/orders');
};

const search = 'main li a[href*="/operate/orders/"]';

/** In this order: each leaves behind what the next ones show. */
export const scenes: readonly Scene[] = [
  { name: 'catalog', actor: 'visitor', path: '/' },
  { name: 'catalog-filtered', actor: 'visitor', path: '/?q=mug&sort=price' },
  { name: 'catalog-empty', actor: 'visitor', path: '/?q=submarine' },
  { name: 'item', actor: 'visitor', path: firstLink('/?q=octopus', 'h3 a') },
  { name: 'item-sold-out', actor: 'visitor', path: firstLink('/?q=scale', 'h3 a') },
  { name: 'basket-empty', actor: 'visitor', path: '/basket' },
  { name: 'basket', actor: 'visitor', path: '/', prepare: addSomething },
  { name: 'sign-in-needed', actor: 'visitor', path: '/orders' },
  { name: 'sign-in', actor: 'visitor', path: '/orders', prepare: toSignIn },
  { name: 'not-found', actor: 'visitor', path: '/nowhere' },
  { name: 'offline', actor: 'visitor', path: '/', prepare: goOffline },
  { name: 'checkout-delivery', actor: 'alice', path: '/', prepare: toCheckout },
  { name: 'checkout-delivery-wrong', actor: 'alice', path: '/', prepare: wrongAddress },
  { name: 'checkout-payment', actor: 'alice', path: '/', prepare: toPayment },
  { name: 'checkout-review', actor: 'alice', path: '/', prepare: toReview },
  { name: 'order', actor: 'alice', path: '/', prepare: toOrder },
  { name: 'orders', actor: 'alice', path: '/orders' },
  { name: 'profile', actor: 'alice', path: '/profile' },
  { name: 'menu', actor: 'alice', path: '/', prepare: (page) => click(page, /^Account of/) },
  { name: 'operate-refused', actor: 'alice', path: '/operate/orders' },
  { name: 'operate-items', actor: 'olivia', path: '/operate/items' },
  { name: 'operate-item', actor: 'olivia', path: firstLink('/operate/items?q=octopus', 'th a') },
  {
    name: 'operate-item-conflict',
    actor: 'olivia',
    path: firstLink('/operate/items?q=mug', 'th a'),
    prepare: toConflict,
  },
  { name: 'operate-item-new', actor: 'olivia', path: '/operate/items/new' },
  { name: 'operate-orders', actor: 'olivia', path: '/operate/orders' },
  { name: 'operate-order', actor: 'olivia', path: firstLink('/operate/orders?status=Paid', search) },
  { name: 'operate-order-cancelled', actor: 'olivia', path: firstLink('/operate/orders?status=Cancelled', search) },
  { name: 'operate-coupons', actor: 'olivia', path: '/operate/coupons' },
  { name: 'operate-coupon', actor: 'olivia', path: '/operate/coupons/CREW-10' },
  { name: 'operate-coupon-new', actor: 'olivia', path: '/operate/coupons/new' },
  { name: 'operate-users', actor: 'olivia', path: '/operate/users' },
  { name: 'operate-status', actor: 'olivia', path: '/operate/status' },
];
