/** A shopper with nothing but a keyboard, who has to see where they are. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { patient } from './browser.ts';

interface Stop {
  name: string;
  /** Whether somebody who looks at the page can tell that the focus is there. */
  isSeen: boolean;
}

/** The name that is written on a control or read out. */
const nameScript = `((control) =>
  (control.getAttribute('aria-label') ?? control.labels?.[0]?.innerText ?? control.innerText ?? '').trim().replace(/\\s+/g, ' '))`;

const controls = 'a, button, input, select, textarea, summary';

/** What has the focus. */
const stopScript = `(() => {
  const stop = document.activeElement;
  // After the last control, and before the first, the focus is with the browser itself.
  if (stop === null || stop === document.body) return { name: '', isSeen: true };
  const { outlineStyle, outlineWidth } = getComputedStyle(stop);
  const { left, top, width, height } = stop.getBoundingClientRect();
  const [x, y] = [left + width / 2, top + height / 2];
  const over = document.elementFromPoint(x, y);
  const isOutlined = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
  const isOnTop = over !== null && (stop.contains(over) || over.contains(stop));
  return { name: ${nameScript}(stop), isSeen: isOutlined && isOnTop };
})()`;

const focused = (page: Page): Promise<Stop> => page.evaluate<Stop>(stopScript);

const mostStops = 90;

/** The name of what has the focus. */
export const nameInFocus = async (page: Page): Promise<string> => (await focused(page)).name;

/** Waits until the page has what is named: who looks at it does not press a key before. */
const expectControl = (page: Page, isNamed: (name: string) => boolean): Promise<void> =>
  expect
    .poll(
      async () =>
        (await page.evaluate<string[]>(`[...document.querySelectorAll('${controls}')].map(${nameScript})`)).find(
          isNamed,
        ),
      patient,
    )
    .toBeDefined();

/** Moves the focus until it is on what has the name, e.g. by Tab. Throws where it cannot be seen on the way, and when it never comes there. */
export const moveTo = async (page: Page, name: string | RegExp, key = 'Tab'): Promise<void> => {
  const isNamed = (found: string) => (typeof name === 'string' ? found === name : name.test(found));
  await expectControl(page, isNamed);
  const passed: string[] = [];
  while (passed.length < mostStops) {
    await page.keyboard.press(key);
    const stop = await focused(page);
    passed.push(stop.name);
    if (!stop.isSeen) throw new Error(`The focus on "${stop.name}" cannot be seen at ${page.url()}`);
    if (isNamed(stop.name)) return;
  }
  throw new Error(`${key} never comes to ${name}, only to: ${passed.join(', ')}`);
};

/** Moves to a control and presses it. */
export const press = async (page: Page, name: string | RegExp, key = 'Enter'): Promise<void> => {
  await moveTo(page, name);
  await page.keyboard.press(key);
};

/** Moves to a field and types. */
export const type = async (page: Page, name: string | RegExp, text: string): Promise<void> => {
  await moveTo(page, name);
  await page.keyboard.type(text);
};
