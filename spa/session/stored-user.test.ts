import { expect, test } from 'vitest';
import { readStoredUser, userKey } from './stored-user.ts';

const kept = {
  access_token: 'abc',
  expires_at: 1_800_000_000,
  profile: { sub: 'u1', name: 'Olivia Marchetti', email: 'olivia@example.com', roles: ['shop.operator'] },
};
const read = (changes: object = {}) => readStoredUser(JSON.stringify({ ...kept, ...changes }));

test('a kept user is read with name, token and role', () => {
  expect(read()).toEqual({
    id: 'u1',
    name: 'Olivia Marchetti',
    email: 'olivia@example.com',
    isOperator: true,
    accessToken: 'abc',
    expiresAt: 1_800_000_000,
  });
});

test('a shopper without a name is called by what is known', () => {
  expect(read({ profile: { sub: 'u2', preferred_username: 'bob' } })).toMatchObject({ name: 'bob', isOperator: false });
  expect(read({ profile: { sub: 'u2' } })).toMatchObject({ name: 'u2', email: undefined });
});

test('what is not a kept user is nobody', () => {
  expect(readStoredUser(null)).toBeUndefined();
  expect(readStoredUser('{"half":')).toBeUndefined();
  expect(readStoredUser('"text"')).toBeUndefined();
  expect(read({ access_token: '' })).toBeUndefined();
  expect(read({ expires_at: 'soon' })).toBeUndefined();
  expect(read({ profile: null })).toBeUndefined();
});

test('each provider and client has a place of its own', () => {
  expect(userKey({ issuer: 'https://id', clientId: 'spa' })).toBe('kittiwake.user:https://id:spa');
});
