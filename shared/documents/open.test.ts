import { expect, test } from 'vitest';
import * as z from 'zod';
import { loadSettings } from '../settings/settings.ts';
import { DocumentStoreSetting, openDocuments } from './open.ts';

const load = (BASKET_STORE: string) => loadSettings(z.object({ BASKET_STORE: DocumentStoreSetting }), { BASKET_STORE });

test.each([
  'sqlite:.data/basket.db',
  'sqlite::memory:',
  'redis://localhost:6379?prefix=basket',
  'rediss://shop.redis.cache.windows.net:6380',
  'https://shop.documents.azure.com/eshop/payment',
  'AccountEndpoint=https://localhost:8081/;AccountKey=a2V5;Database=eshop;Container=payment',
])('%s names a document store', (setting) => {
  expect(load(setting).BASKET_STORE).toBe(setting);
});

test.each([
  ['', 'BASKET_STORE is not set'],
  ['basket.db', 'names no document store'],
  ['mongodb://:secret@localhost', 'names no document store'],
  ['redis://:secret@localhost?prefx=a', 'only option'],
  ['https://shop.documents.azure.com/secret', '/DATABASE/CONTAINER'],
])('"%s" is refused with the forms that are accepted: %s', (setting, problem) => {
  expect(() => load(setting)).toThrow(problem);
  expect(() => load(setting)).toThrow('BASKET_STORE');
  expect(() => load(setting)).toThrow('sqlite:FILE');
  expect(() => load(setting)).not.toThrow('secret');
});

test('a setting of no known form opens nothing', async () => {
  await expect(openDocuments('basket.db')).rejects.toThrow('names no document store');
});
