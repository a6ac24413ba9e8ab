/** The storefront for everybody, in a real browser: screen readers, keyboards, phones, both themes. */
import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { haveBrowser, patient, withoutPolling } from './support/browser.ts';
import { axeFindings, overflow } from './support/browser-axe.ts';
import { moveTo, nameInFocus, press, type } from './support/browser-keyboard.ts';
import { useStage } from './support/browser-stage.ts';
import { button, heading, placeOrder, prepare, toPayment, toReview } from './support/browser-steps.ts';
import { createAccount } from './support/browser-user.ts';
import { address, bankTakesLong, basketBecomes, decliningCard, goodCard, lateCard } from './support/shopping.ts';

/** A page of the shop: how to come to it, and what shows that it is there. */
type Scene = [name: string, open: (page: Page) => Promise<void>];

const at =
  (path: string, title: string | RegExp) =>
  async (page: Page): Promise<void> => {
    await page.goto(path);
    await heading(page, title).waitFor();
  };

const itemPage = async (page: Page, name: string): Promise<void> => {
  await page.goto(`/?q=${name}`);
  const link = page.locator('h3 a').first();
  const title = await link.innerText();
  await link.click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
};

/** One of the buyer's orders, newest first, which can be dealt with in a certain way. */
const orderPage = async (page: Page, place: number, action: string): Promise<void> => {
  await page.goto('/orders');
  await page
    .getByRole('link', { name: /^Order / })
    .nth(place)
    .click();
  await button(page, action).waitFor();
};

/** Pages of a visitor, who has something in the basket. */
const visitorsScenes: readonly Scene[] = [
  ['catalog', at('/', /^Cold Start Mug/)],
  ['search', at('/?q=mug&sort=price', /^Cold Start Mug/)],
  ['nothing found', at('/?q=submarine', 'Nothing on this shelf')],
  ['item', (page) => itemPage(page, 'octopus')],
  ['sold-out item', (page) => itemPage(page, 'scale')],
  ['empty basket', at('/basket', 'Your basket is empty')],
  [
    'basket',
    async (page) => {
      await page.goto('/?q=octopus');
      await button(page, /^Add Dead Letter Octopus/).click();
      await page.getByRole('link', { name: 'Basket, 1 item' }).click();
      await heading(page, 'Dead Letter Octopus T-Shirt').waitFor();
    },
  ],
  ['sign-in needed', at('/orders', 'Please sign in')],
  ['not found', at('/nowhere', 'Lost at sea')],
];

/** Pages of a buyer with three orders, the latest on its way, the one before cancelled, and with something in the basket. */
const buyersScenes: readonly Scene[] = [
  ['order on its way', (page) => orderPage(page, 0, 'Cancel order')],
  [
    'question before cancelling',
    async (page) => {
      await button(page, 'Cancel order').click();
      await page.getByRole('dialog').waitFor();
    },
  ],
  ['delivery', at('/checkout?step=delivery', 'Where shall it go?')],
  [
    'wrong address',
    async (page) => {
      await page.getByText('Another address').click();
      await page.getByLabel('Full name').fill('');
      await button(page, 'Continue to payment').click();
      await page.getByText('Please fill this in.').first().waitFor();
    },
  ],
  [
    'payment',
    async (page) => {
      await page.goto('/checkout?step=delivery');
      await toPayment(page);
      await page.getByText('Another card').click();
      await button(page, 'Continue to review').click();
      await page.getByText('Please fill this in.').first().waitFor();
    },
  ],
  [
    'review',
    async (page) => {
      await page.goto('/checkout?step=payment');
      await toReview(page);
      await page.getByLabel('Coupon code').fill('disc-5');
      await button(page, 'Apply').click();
      await page.getByText('$5 off').waitFor();
    },
  ],
  ['orders', at('/orders', /^Order /)],
  ['paid order', (page) => orderPage(page, 2, 'Buy again')],
  ['cancelled order', (page) => orderPage(page, 1, 'Pay with another card')],
  ['profile', at('/profile', 'Your profile')],
  [
    'card in the profile',
    async (page) => {
      await button(page, 'Add a card').click();
      await page.getByRole('dialog').waitFor();
    },
  ],
  [
    'account menu',
    async (page) => {
      await page.goto('/');
      await button(page, /^Account of/).click();
      await page.getByText('Signed in as').waitFor();
    },
  ],
];

describe.skipIf(!haveBrowser())('the storefront', () => {
  const stage = useStage(() => ({ env: bankTakesLong }));

  /** Looks at every page in both themes; the pages of a test share what was bought before. */
  const findings = async (page: Page, scenes: readonly Scene[]): Promise<string[]> => {
    const found: string[] = [];
    for (const [name, open] of scenes) {
      await open(page);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        found.push(...(await axeFindings(page)).map((finding) => `${name}, ${colorScheme}: ${finding}`));
      }
    }
    return found;
  };

  test('has nothing that axe-core objects to on any page of a visitor', async () => {
    const visit = await stage.visitor();
    visit.expectFaults(/status of 404/);
    expect(await findings(visit.page, visitorsScenes)).toEqual([]);
  });

  /** Orders with one card after the other. */
  const withHistory = async (options = {}) => {
    const visit = await stage.buyer(options);
    const { customer, page } = visit;
    for (const [place, card] of [goodCard, decliningCard, lateCard].entries()) {
      await prepare(customer, { card, home: place === 0 });
      await page.goto('/checkout');
      await toPayment(page);
      await page.getByRole('radio', { name: new RegExp(card.slice(-4)) }).check();
      await toReview(page);
      await placeOrder(page).click();
      await page
        .getByText(
          card === goodCard ? 'is paid and waits' : card === lateCard ? 'your card is charged' : 'declined the card',
        )
        .first()
        .waitFor();
      await basketBecomes(customer, (lines) => lines.length === 0);
    }
    await prepare(customer, { home: false });
    return visit;
  };

  test('has nothing that axe-core objects to on any page of a buyer', async () => {
    const { page } = await withHistory();
    expect(await findings(page, buyersScenes)).toEqual([]);
  });

  test('fits on a phone of 360 pixels, every page of it', async () => {
    const phone = { viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true };
    const tooWide: string[] = [];
    const look = async (page: Page, scenes: readonly Scene[]): Promise<void> => {
      for (const [name, open] of scenes) {
        await open(page);
        const pixels = await overflow(page);
        if (pixels > 0) tooWide.push(`${name} by ${pixels}`);
      }
    };
    const visit = await stage.visitor(phone);
    visit.expectFaults(/status of 404/);
    await look(visit.page, visitorsScenes);
    await look((await withHistory(phone)).page, buyersScenes);
    expect(tooWide).toEqual([]);
  });

  test('sells to somebody with nothing but a keyboard, who sees all the way where they are', async () => {
    const { page } = await stage.visitor();
    const { person, customer } = await createAccount(stage.shop);
    await customer('ordering', `PUT buyers/me/addresses/${randomUUID()}`, { body: address });
    await page.goto('/');
    await heading(page, 'Cold Start Mug').waitFor();
    await press(page, 'Skip to content');
    await press(page, 'Add Cold Start Mug to the basket');
    await page.getByRole('link', { name: 'Basket, 1 item' }).waitFor();
    await moveTo(page, 'Basket, 1 item', 'Shift+Tab');
    await page.keyboard.press('Enter');
    await page.locator('main:focus').waitFor();
    await press(page, 'One more', 'Space');
    await page.getByText('$29.00').first().waitFor();
    await press(page, 'Sign in and check out');
    await page.locator('input[autocomplete=username]:focus').waitFor();
    await page.keyboard.type(person.email);
    await page.keyboard.press('Tab');
    await page.keyboard.type(person.password);
    await page.keyboard.press('Enter');

    await heading(page, 'Where shall it go?').waitFor();
    await page.getByText('1 Quay Road').first().waitFor();
    await moveTo(page, /1 Quay Road/);
    await page.keyboard.press('ArrowDown');
    await page.getByLabel('Street and house number').waitFor();
    await page.keyboard.press('ArrowUp');
    await press(page, 'Continue to payment');
    await page.locator('h2:focus').waitFor();
    await page.getByLabel('Card number').waitFor();
    await type(page, 'Card number', goodCard);
    await type(page, 'Name on the card', person.name);
    await type(page, 'Valid until', '1230');
    await type(page, 'Security code', '737');
    await page.keyboard.press('Enter');
    await heading(page, 'Is everything right?').waitFor();
    await page.getByLabel('Coupon code').waitFor();
    await type(page, 'Coupon code', 'disc-5');
    await page.keyboard.press('Enter');
    await page.getByText('$5 off').waitFor();
    await expect.poll(() => nameInFocus(page), patient).toBe('Remove');
    await moveTo(page, 'Place order for $24.00', 'Shift+Tab');
    await page.keyboard.press('Enter');
    await page.locator('main:focus').waitFor();
    await page.getByText('is paid and waits').waitFor();
  });

  test('keeps the focus in a question, gives it back afterwards, and never loses it', async () => {
    const { page, context, customer } = await stage.buyer();
    // However long the way to it is, what can be undone is still offered.
    await withoutPolling(context);
    await prepare(customer);
    await prepare(customer, { item: 'Persistent Gull Mug' });
    await page.goto('/profile');
    await page.getByText('1 Quay Road').first().waitFor();
    await press(page, 'Add a card');
    await page.getByRole('dialog').waitFor();
    for (let tab = 0; tab < 12; tab += 1) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.matches("dialog *, body")')).toBe(true);
    }
    await page.keyboard.press('Escape');
    await expect.poll(() => nameInFocus(page), patient).toBe('Add a card');
    await moveTo(page, /^Remove: Visa/, 'Shift+Tab');
    await page.keyboard.press('Enter');
    await press(page, 'Remove card');
    await expect.poll(() => page.getByRole('button', { name: /^Remove: Visa/ }).count(), patient).toBe(1);

    await page.goto('/basket');
    await heading(page, 'Persistent Gull Mug').waitFor();
    await press(page, 'Remove Night Shift Mug');
    await expect.poll(() => nameInFocus(page), patient).toBe('Persistent Gull Mug');
    await press(page, 'Undo');
    await heading(page, 'Night Shift Mug').waitFor();
    await page.goto('/');
    await press(page, /^Account of/);
    await press(page, 'Your orders');
    await page.locator('main:focus').waitFor();
  });
});
