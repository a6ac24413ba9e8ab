/** What a shopper does in the browser, in words that tests read like sentences. */
import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import type { Person } from './browser-user.ts';
import type { Customer } from './shop.ts';
import { addCard, address, goodCard, items, putInBasket } from './shopping.ts';

/** A button by the beginning of its name. */
export const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first();

export const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name }).first();

/** Puts one unit into the basket, from the shelf, and waits until the shop has said so. */
export const pick = async (page: Page, name: string): Promise<void> => {
  await page.goto(`/?q=${encodeURIComponent(name)}`);
  await button(page, `Add ${name} to the basket`).click();
  await page.getByText(`${name} is in your basket.`).waitFor();
};

/** Creates an account on the provider's pages, from its sign-in page. */
export const signUpThere = async (page: Page, { name, email, password }: Person): Promise<void> => {
  await page.getByRole('link', { name: 'Create an account' }).click();
  await page.locator('input[name=name]').fill(name);
  await page.locator('input[name=email]').fill(email);
  await page.locator('input[name=password]').fill(password);
  await page.locator('input[name=repeated]').fill(password);
  await button(page, 'Create account').click();
};

export const signInThere = async (page: Page, { email, password }: Person): Promise<void> => {
  await page.locator('input[autocomplete=username]').fill(email);
  await page.locator('input[type=password]').fill(password);
  await page.locator('input[type=password]').press('Enter');
};

/** How many fields are said to be empty. */
export const missing = (page: Page): Promise<number> => page.getByText('Please fill this in.').count();

export const typeAddress = async (page: Page): Promise<void> => {
  await page.getByLabel('Street and house number').fill('1 Quay Road');
  await page.getByLabel('Postcode').fill('ZE1 0AA');
  await page.getByLabel('Town or city').fill('Lerwick');
  await page.getByLabel('Country').fill('Scotland');
};

export const typeCard = async (page: Page, number = '4242424242424242'): Promise<void> => {
  await page.getByLabel('Card number').fill('');
  await page.getByLabel('Card number').pressSequentially(number);
  await page.getByLabel('Name on the card').fill('Carol Tan');
  await page.getByRole('textbox', { name: 'Valid until' }).fill('');
  await page.getByRole('textbox', { name: 'Valid until' }).pressSequentially('1230');
  await page.getByLabel('Security code').fill('737');
};

export const toPayment = async (page: Page): Promise<void> => {
  await button(page, 'Continue to payment').click();
  await heading(page, 'How would you like to pay?').waitFor();
};

export const toReview = async (page: Page): Promise<void> => {
  await button(page, 'Continue to review').click();
  await heading(page, 'Is everything right?').waitFor();
};

/** From an empty checkout to its last step. */
export const decideEverything = async (page: Page, cardNumber?: string): Promise<void> => {
  await page.goto('/checkout');
  await typeAddress(page);
  await toPayment(page);
  await typeCard(page, cardNumber);
  await toReview(page);
};

export const placeOrder = (page: Page) => button(page, /^Place order/);

/** The id in the address of an order's page. */
export const orderIdIn = (page: Page): string => new URL(page.url()).pathname.split('/')[2] ?? '';

/** What somebody has decided at earlier visits: one unit of an item in the basket, an address and a card to choose from. */
export const prepare = async (
  customer: Customer,
  { item = 'Night Shift Mug', units = 1, card = goodCard, home = true } = {},
) => {
  const found = (await items(customer)).find(({ name }) => name === item);
  if (!found) throw new Error(`The shop does not sell "${item}".`);
  await putInBasket(customer, found.id, units);
  if (home) await customer('ordering', `PUT buyers/me/addresses/${randomUUID()}`, { body: address });
  await addCard(customer, card);
  return found;
};

/** Through the checkout with what was prepared. */
export const toPreparedReview = async (page: Page): Promise<void> => {
  await page.goto('/checkout');
  await toPayment(page);
  await toReview(page);
};

/** Orders what was prepared and waits for the order's page. */
export const orderPrepared = async (page: Page): Promise<string> => {
  await toPreparedReview(page);
  await placeOrder(page).click();
  await heading(page, /^Order /).waitFor();
  return orderIdIn(page);
};
