import { expect, test } from 'vitest';
import { callerFrom, hasRole, hasScope } from './caller.ts';
import { IdentitySettings } from './settings.ts';

const settings = IdentitySettings.parse({});

test('reads id, name, roles and scopes with the default claims', () => {
  expect(
    callerFrom({ sub: 'u1', name: 'Alice', scope: 'openid basket', roles: ['shop.operator'], other: 1 }, settings),
  ).toEqual({ id: 'u1', name: 'Alice', roles: ['shop.operator'], scopes: ['openid', 'basket'] });
});

test('a token without roles, scopes and name is a caller who may do little', () => {
  expect(callerFrom({ sub: 'u1' }, settings)).toEqual({ id: 'u1', roles: [], scopes: [] });
});

test.each([{}, { sub: '' }, { sub: 7 }, { sub: ['u1'] }])('claims %j name nobody', (claims) => {
  expect(callerFrom(claims, settings)).toBeUndefined();
});

test('values of other types are no roles and no scopes', () => {
  expect(callerFrom({ sub: 'u1', roles: { 'shop.operator': true }, scope: [1, 'basket', null] }, settings)).toEqual({
    id: 'u1',
    roles: [],
    scopes: ['basket'],
  });
});

test('takes the prefix of the provider off the scopes that have it', () => {
  const prefixed = { ...settings, IDENTITY_SCOPE_PREFIX: 'https://shop.example/' };
  const caller = callerFrom(
    { sub: 'u1', scope: 'openid https://shop.example/basket https://other/ordering' },
    prefixed,
  );
  expect(caller?.scopes).toEqual(['openid', 'basket', 'https://other/ordering']);
});

test('roles and scopes are compared whole', () => {
  const caller = { id: 'u1', roles: ['shop.operator'], scopes: ['basket'] };
  expect([hasRole(caller, 'shop.operator'), hasRole(caller, 'shop'), hasRole(caller, 'shop.operator2')]).toEqual([
    true,
    false,
    false,
  ]);
  expect([hasScope(caller, 'basket'), hasScope(caller, 'bask'), hasScope(caller, 'ordering')]).toEqual([
    true,
    false,
    false,
  ]);
});
