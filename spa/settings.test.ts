import { expect, test } from 'vitest';
import { parseSettings } from './settings.ts';

const good = { gateway: '', issuer: 'http://127.0.0.1:9080', clientId: 'spa', scopes: 'openid' };

test('settings are read as they are, without trailing slashes', () => {
  expect(parseSettings(good)).toEqual(good);
  const { gateway, issuer } = parseSettings({
    ...good,
    gateway: 'https://shop.example/',
    issuer: 'https://id.example/',
  });
  expect([gateway, issuer]).toEqual(['https://shop.example', 'https://id.example']);
});

test('everything that is missing is named at once', () => {
  expect(() => parseSettings({ gateway: '', issuer: '' })).toThrow('issuer, clientId, scopes');
  expect(() => parseSettings('nonsense')).toThrow('gateway, issuer, clientId, scopes');
});
