import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { haveRedis, startRedis, type TestRedis } from '../../../tests/support/redis.ts';
import { isAway } from '../../lifecycle/away.ts';
import { collectionContract, documentStoreContract } from '../contract.ts';
import type { DocumentStore } from '../documents.ts';
import { tokenCredentials } from './credentials.ts';
import { openRedisDocuments } from './redis.ts';

describe.skipIf(!haveRedis())('Redis documents (needs redis-server)', () => {
  let redis: TestRedis;
  const opened: DocumentStore[] = [];
  beforeAll(async () => void (redis = await startRedis()));
  afterAll(async () => {
    await Promise.all(opened.map((store) => store.close()));
    await redis.close();
  });

  let stores = 0;
  const open = async (now: () => number = Date.now, prefix = `test-${++stores}`) => {
    const store = await openRedisDocuments(`${redis.url}?prefix=${prefix}`, now);
    opened.push(store);
    return store;
  };

  documentStoreContract(open);
  collectionContract(open);

  test('two stores with different prefixes share nothing', async () => {
    await (await open()).collection('things').put('a', 1);
    expect(await (await open()).collection('things').get('a')).toBeUndefined();
  });

  test('two instances of one app see the same documents and etags', async () => {
    const [one, other] = [await open(Date.now, 'shared'), await open(Date.now, 'shared')];
    const written = await one.collection('things').put('a', 1);
    expect(await other.collection('things').put('a', 2, { ifMatch: (written as { etag: string }).etag })).not.toBe(
      'conflict',
    );
    expect((await one.collection('things').get('a'))?.value).toBe(2);
  });

  test('what expires leaves nothing behind, also not in the indexes', async () => {
    let time = Date.now();
    const things = (await open(() => time, 'expiring')).collection('things');
    await things.put('brief', 1, { expiresAt: time + 30 });
    await expect.poll(() => redis.cli('exists', '{expiring:things}:brief')).toBe('0');
    time += 30;
    await things.put('lasting', 1);
    expect(redis.cli('zrange', '{expiring:things}/keys', '0', '-1')).toBe('lasting');
    expect(redis.cli('exists', '{expiring:things}/expiries')).toBe('0');
  });

  test('a Redis that restarts is found again, and has to be told the scripts', async () => {
    const own = await startRedis();
    const store = await openRedisDocuments(own.url, Date.now);
    const things = store.collection('things');
    await things.put('a', 1);
    await own.kill();
    const waiting = things.put('b', 2);
    await own.restart();
    expect(await waiting).not.toBe('conflict');
    expect(await things.get('a')).toBeUndefined();
    expect((await things.get('b'))?.value).toBe(2);
    await store.close();
    await own.close();
  });

  test('a Redis that is away is said to be, and one that refuses is not', async () => {
    const own = await startRedis();
    const store = await openRedisDocuments(own.url, Date.now);
    const things = store.collection('things');
    own.cli('set', '{eshop:things}/keys', 'no sorted set');
    const refused = await things.list({ limit: 1 }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ message: expect.stringMatching(/^WRONGTYPE/) as string });
    expect(isAway(refused)).toBe(false);
    await own.kill();
    const missed = await things.get('a').catch((error: unknown) => error);
    expect(isAway(missed)).toBe(true);
    expect(String(missed)).toContain('Redis does not answer');
    await store.close();
    await own.close();
  });

  test('opening fails when there is no Redis', async () => {
    await expect(openRedisDocuments('redis://127.0.0.1:1', Date.now)).rejects.toThrow(/ECONNREFUSED/);
  });

  test('a password in the setting is used', async () => {
    redis.cli('acl', 'setuser', 'shop', 'on', '>p@ss', '~*', '+@all');
    const address = (password: string) => redis.url.replace('//', `//shop:${password}@`);
    opened.push(await openRedisDocuments(address('p%40ss'), Date.now));
    await expect(openRedisDocuments(address('wrong'), Date.now)).rejects.toThrow(/WRONGPASS/);
  });

  test("a token is the password of whoever's object id it carries", async () => {
    const token = ['head', Buffer.from('{"oid":"object-1"}').toString('base64url'), 'signature'].join('.');
    redis.cli('acl', 'setuser', 'object-1', 'on', `>${token}`, '~*', '+@all');
    const credentials = tokenCredentials(async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 }));
    const store = await openRedisDocuments(redis.url, Date.now, credentials);
    opened.push(store);
    expect(redis.cli('client', 'list')).toContain('user=object-1');
    await store.collection('things').put('a', 1);
  });
});
