/** A shopper's way through the storefront in a real browser, on the real shop. */
import { describe, expect, test } from 'vitest';
import { haveBrowser, withoutPolling } from './support/browser.ts';
import { useStage } from './support/browser-stage.ts';
import {
  button,
  heading,
  orderIdIn,
  pick,
  placeOrder,
  signUpThere,
  toPayment,
  toReview,
  typeAddress,
  typeCard,
} from './support/browser-steps.ts';
import { somebody } from './support/browser-user.ts';

describe.skipIf(!haveBrowser())('a shopper', () => {
  const stage = useStage();

  test('goes from an anonymous basket to a shipped order, which the stream alone tells of', async () => {
    const { page, context } = await stage.visitor();
    await withoutPolling(context);
    const sent: string[] = [];
    page.on('request', (request) => sent.push(`${request.method()} ${new URL(request.url()).pathname}`));
    await pick(page, 'Cold Start Mug');
    await page.getByRole('link', { name: 'Basket, 1 item' }).click();
    await button(page, 'Sign in and check out').click();
    await signUpThere(page, somebody());
    await heading(page, 'Where shall it go?').waitFor();
    await page.getByText('Cold Start Mug').waitFor();

    await button(page, 'Continue to payment').click();
    expect(await page.getByText('Please fill this in.').count()).toBe(4);
    await typeAddress(page);
    await toPayment(page);
    await typeCard(page);
    await toReview(page);
    await page.getByLabel('Coupon code').fill('disc-5');
    await button(page, 'Apply').click();
    await button(page, 'Place order for $9.50').waitFor();

    await placeOrder(page).click({ clickCount: 3 });
    await page.getByText('is paid and waits').waitFor();
    expect(sent.filter((request) => request.endsWith('/checkout'))).toEqual(['POST /api/basket/baskets/me/checkout']);
    const orderId = orderIdIn(page);
    await page.getByRole('link', { name: 'Basket, empty' }).waitFor();
    await page.getByRole('link', { name: 'Kittiwake' }).click();
    const olivia = await stage.shop.signIn('olivia');
    expect(await olivia('ordering', `POST orders/${orderId}/ship`)).toMatchObject({ status: 202 });
    await page.getByText(/^Order \S+: Shipped$/).waitFor();
    await button(page, 'Show').click();
    await page.getByText('It is on its way to you.').waitFor();
  });
});
