import { expect, test } from 'vitest';
import { isAzure, parseCosmosSetting } from './setting.ts';

test('an address names account, database and container, and holds no secret', () => {
  expect(parseCosmosSetting('https://shop.documents.azure.com:443/eshop/payment')).toEqual({
    endpoint: 'https://shop.documents.azure.com',
    database: 'eshop',
    container: 'payment',
  });
});

test('a connection string may hold the key of an account, which may end in equals signs', () => {
  const text = 'AccountEndpoint=https://localhost:8081/;AccountKey=C2y6yDjf==;Database=eshop;Container=payment';
  expect(parseCosmosSetting(text)).toEqual({
    endpoint: 'https://localhost:8081/',
    key: 'C2y6yDjf==',
    database: 'eshop',
    container: 'payment',
  });
  expect(parseCosmosSetting(text.replace('AccountKey=C2y6yDjf==;', ''))).not.toHaveProperty('key');
});

test("only Azure's own endpoints have regions to look up", () => {
  expect(isAzure('https://shop.documents.azure.com')).toBe(true);
  expect(isAzure('https://shop.documents.azure.cn')).toBe(true);
  expect(isAzure('https://localhost:8081/')).toBe(false);
});

test.each([
  ['https://shop.documents.azure.com', '/DATABASE/CONTAINER'],
  ['https://shop.documents.azure.com/eshop', '/DATABASE/CONTAINER'],
  ['https://shop.documents.azure.com/eshop/payment/more', '/DATABASE/CONTAINER'],
  ['AccountEndpoint=localhost;AccountKey=secret;Database=a;Container=b', 'AccountEndpoint=https://'],
  ['AccountEndpoint=https://localhost;AccountKey=secret', 'Database=…;Container=…'],
  ['AccountEndpoint=https://localhost;Key=secret', 'knows only'],
])('%s is refused: %s', (setting, problem) => {
  expect(() => parseCosmosSetting(setting)).toThrow(problem);
  expect(() => parseCosmosSetting(setting)).not.toThrow('secret');
});
