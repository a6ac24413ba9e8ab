import { expect, test } from 'vitest';
import { parseRedisSetting } from './setting.ts';

test('the prefix is ours, the rest is the address', () => {
  expect(parseRedisSetting('redis://:p%40ss@cache:6379/2?prefix=basket')).toEqual({
    url: 'redis://:p%40ss@cache:6379/2',
    prefix: 'basket',
    entra: false,
  });
  expect(parseRedisSetting('redis://localhost')).toMatchObject({ prefix: 'eshop', entra: false });
});

test('over TLS and without a password Entra ID authenticates', () => {
  expect(parseRedisSetting('rediss://shop.redis.cache.windows.net:6380')).toMatchObject({ entra: true });
  expect(parseRedisSetting('rediss://:secret@shop.redis.cache.windows.net:6380')).toMatchObject({ entra: false });
});

test.each([
  ['redis://:secret#1@cache', 'percent-encode'],
  ['redis://:secret@cache:99999', 'cannot be read'],
  ['redis://', 'names no host'],
  ['redis://cache/basket', 'number of a database'],
  ['redis://:secret@cache?prefx=basket', 'only option'],
])('%s is refused: %s', (setting, problem) => {
  expect(() => parseRedisSetting(setting)).toThrow(problem);
  expect(() => parseRedisSetting(setting)).not.toThrow('secret');
});
