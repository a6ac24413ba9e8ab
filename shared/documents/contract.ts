/** What every adapter of the document port must do; each adapter's test runs it. */
import { expect, test } from 'vitest';
import { type DocumentStore, type Documents, update } from './documents.ts';

interface Counter {
  count: number;
}

interface Store {
  collection<T>(name: string): Documents<T>;
}

/** Declares the tests of `Documents` for one adapter. `open` gives a store of its own, empty, whose clock is the one passed in. */
export const documentStoreContract = (open: (now: () => number) => Promise<Store>): void => {
  const opened = async (now: () => number = Date.now) => (await open(now)).collection<Counter>('counters');

  test('a document is what was put, under an etag that changes with every write', async () => {
    const counters = await opened();
    expect(await counters.get('a')).toBeUndefined();
    const first = await counters.put('a', { count: 1 });
    expect(await counters.get('a')).toEqual({ value: { count: 1 }, ...(first as object) });
    expect(await counters.put('a', { count: 2 })).not.toEqual(first);
    expect((await counters.get('a'))?.value).toEqual({ count: 2 });
  });

  test('a write that names an etag loses against one that came between', async () => {
    const counters = await opened();
    const first = (await counters.put('a', { count: 1 }, { ifMatch: 'absent' })) as { etag: string };
    expect(await counters.put('a', { count: 9 }, { ifMatch: 'absent' })).toBe('conflict');
    const second = await counters.put('a', { count: 2 }, { ifMatch: first.etag });
    expect(second).not.toBe('conflict');
    expect(await counters.put('a', { count: 9 }, { ifMatch: first.etag })).toBe('conflict');
    expect((await counters.get('a'))?.value).toEqual({ count: 2 });
  });

  test('an etag of a removed document does not bring it back', async () => {
    const counters = await opened();
    const first = (await counters.put('a', { count: 1 })) as { etag: string };
    await counters.remove('a');
    expect(await counters.get('a')).toBeUndefined();
    expect(await counters.put('a', { count: 2 }, { ifMatch: first.etag })).toBe('conflict');
    await counters.put('a', { count: 3 });
    expect(await counters.put('a', { count: 4 }, { ifMatch: first.etag })).toBe('conflict');
  });

  test('many are read at once, missing ones left out', async () => {
    const counters = await opened();
    await counters.put('a', { count: 1 });
    await counters.put('b', { count: 2 });
    const found = await counters.getMany(['a', 'b', 'c']);
    expect([...found].map(([key, { value }]) => [key, value.count]).sort()).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
    expect(await counters.getMany([])).toEqual(new Map());
  });

  test('an expired document counts as absent', async () => {
    let time = 1_000;
    const counters = await opened(() => time);
    await counters.put('a', { count: 1 }, { expiresAt: 2_000 });
    expect((await counters.get('a'))?.value).toEqual({ count: 1 });
    time = 2_000;
    expect(await counters.get('a')).toBeUndefined();
    expect(await counters.getMany(['a'])).toEqual(new Map());
    expect(await counters.put('a', { count: 2 }, { ifMatch: 'absent' })).not.toBe('conflict');
    expect((await counters.get('a'))?.value).toEqual({ count: 2 });
  });

  test('of a hundred racing updates none is lost', async () => {
    const counters = await opened();
    const increment = (current: Counter | undefined) => ({ count: (current?.count ?? 0) + 1 });
    await Promise.all(Array.from({ length: 100 }, () => update(counters, 'a', increment)));
    expect((await counters.get('a'))?.value).toEqual({ count: 100 });
  });
};

/** Declares the tests of what whole stores do besides: collections apart from each other, and lists. */
export const collectionContract = (open: (now: () => number) => Promise<DocumentStore>): void => {
  test('collections keep their documents apart', async () => {
    const store = await open(Date.now);
    const [baskets, cards] = [store.collection<string>('baskets'), store.collection<string>('cards')];
    await baskets.put('a', 'basket');
    await cards.put('a', 'card');
    await cards.remove('a');
    expect((await baskets.get('a'))?.value).toBe('basket');
    expect(await cards.list({ limit: 10 })).toEqual([]);
  });

  test('keys and values may hold any text', async () => {
    const words = (await open(Date.now)).collection<{ word: string }>('words');
    const keys = ['a/b\\c?d#e', '100% ~25', 'Ä ö', "o'neil", 'x'.repeat(255), 'line\nbreak', '🦀', 'A', 'a'];
    for (const key of keys) await words.put(key, { word: key }, { ifMatch: 'absent' });
    for (const key of keys) expect((await words.get(key))?.value).toEqual({ word: key });
    expect(new Set((await words.getMany(keys)).keys())).toEqual(new Set(keys));
    expect((await words.list({ limit: 100 })).map(({ key }) => key).sort()).toEqual(keys.toSorted());
  });

  test('a list is in the order of the keys, a page after the other', async () => {
    const numbers = (await open(Date.now)).collection<{ is: string }>('numbers');
    const keys = Array.from({ length: 25 }, (_, index) => `key-${String((index * 7) % 25).padStart(2, '0')}`);
    for (const key of keys) await numbers.put(key, { is: key });
    const found: string[] = [];
    for (let after: string | undefined; ; after = found.at(-1)) {
      const page = await numbers.list({ ...(after !== undefined && { after }), limit: 10 });
      found.push(...page.map(({ key }) => key));
      if (page.length < 10) break;
    }
    expect(found).toEqual(keys.toSorted());
  });

  test('what is listed can be changed with its etag', async () => {
    const counters = (await open(Date.now)).collection<Counter>('counters');
    await counters.put('a', { count: 1 });
    const [listed] = await counters.list({ limit: 1 });
    expect(listed).toEqual({ key: 'a', ...(await counters.get('a')) });
    expect(await counters.put('a', { count: 2 }, { ifMatch: listed?.etag ?? '' })).not.toBe('conflict');
  });

  test('removed and expired documents are not listed, and leave no gap in a page', async () => {
    let time = 1_000;
    const counters = (await open(() => time)).collection<Counter>('counters');
    for (const key of ['a', 'b', 'c', 'd', 'e']) await counters.put(key, { count: 1 });
    await counters.put('a', { count: 2 }, { expiresAt: 2_000 });
    await counters.put('c', { count: 2 }, { expiresAt: 2_000 });
    await counters.remove('d');
    time = 2_000;
    expect((await counters.list({ limit: 2 })).map(({ key }) => key)).toEqual(['b', 'e']);
    await counters.put('c', { count: 3 });
    expect((await counters.list({ limit: 9 })).map(({ key }) => key)).toEqual(['b', 'c', 'e']);
  });
};
