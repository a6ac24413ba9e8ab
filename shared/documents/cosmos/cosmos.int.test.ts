import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCosmos, type TestCosmos } from '../../../tests/support/cosmos.ts';
import { isAway } from '../../lifecycle/away.ts';
import { collectionContract, documentStoreContract } from '../contract.ts';
import type { DocumentStore } from '../documents.ts';
import { openCosmosDocuments } from './cosmos.ts';

describe('Cosmos DB documents', () => {
  let cosmos: TestCosmos;
  const opened: DocumentStore[] = [];
  beforeAll(async () => void (cosmos = await startCosmos()));
  afterAll(async () => {
    await Promise.all(opened.map((store) => store.close()));
    await cosmos.close();
  });

  const open = async (now: () => number = Date.now) => {
    const store = await openCosmosDocuments(await cosmos.createContainer(), now);
    opened.push(store);
    return store;
  };

  documentStoreContract(open);
  collectionContract(open);

  test('throttled requests are made again after the wait that the server asks for', async () => {
    const things = (await open()).collection<number>('things');
    await things.put('a', 1);
    const before = cosmos.requests();
    cosmos.throttle(12, 5);
    expect(await things.put('a', 2)).not.toBe('conflict');
    expect((await things.get('a'))?.value).toBe(2);
    expect(cosmos.requests() - before).toBeGreaterThanOrEqual(14);
  });

  test('of racing writes under throttling one wins', async () => {
    const things = (await open()).collection<number>('things');
    cosmos.throttle(15, 5);
    const outcomes = await Promise.all([1, 2, 3, 4, 5].map((value) => things.put('a', value, { ifMatch: 'absent' })));
    expect(outcomes.filter((outcome) => outcome !== 'conflict')).toHaveLength(1);
  });

  test('throttling without an end is an error, not a conflict or an absence', async () => {
    const things = (await open()).collection<number>('things');
    cosmos.throttle(1000, 1);
    await expect(things.get('a')).rejects.toMatchObject({ code: 429 });
    await expect(things.put('a', 1, { ifMatch: 'absent' })).rejects.toMatchObject({ code: 429 });
    expect(isAway(await things.get('a').catch((error: unknown) => error))).toBe(true);
    cosmos.throttle(0, 0);
  });

  test('an account that is away is said to be', async () => {
    const own = await startCosmos();
    const store = await openCosmosDocuments(await own.createContainer(), Date.now);
    const things = store.collection<number>('things');
    await things.put('a', 1);
    await own.close();
    for (const attempt of [things.get('a'), things.put('a', 2, { ifMatch: 'absent' }), things.list({ limit: 1 })])
      expect(isAway(await attempt.catch((error: unknown) => error))).toBe(true);
    await store.close();
  });

  test('a container that is missing is an error and is not made', async () => {
    const setting = (await cosmos.createContainer()).replace(/Container=.*/, 'Container=missing');
    for (const _ of [1, 2])
      await expect(openCosmosDocuments(setting, Date.now)).rejects.toThrow('tests/missing is not there');
  });

  test.each([
    ['partition key /key', { partitionKey: '/id' }],
    ['default time to live -1', { defaultTtl: 60 }],
  ])('a container without the %s is refused', async (problem, options) => {
    await expect(openCosmosDocuments(await cosmos.createContainer(options), Date.now)).rejects.toThrow(problem);
  });
});
