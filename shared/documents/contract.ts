/** What every adapter of the document port must do; each adapter's test runs it. */
import { expect, test } from 'vitest';
import { type DocumentStore, update } from './documents.ts';

interface Counter {
  count: number;
}

/** Declares the contract's tests for one adapter. `open` gives a store of its own, empty, whose clock is the one passed in. */
export const documentStoreContract = (open: (now: () => number) => Promise<DocumentStore>): void => {
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
