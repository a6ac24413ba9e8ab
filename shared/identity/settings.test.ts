import { expect, test } from 'vitest';
import { IdentitySettings } from './settings.ts';

test('without settings the local identity provider is meant', () => {
  expect(IdentitySettings.parse({})).toEqual({
    IDENTITY_ISSUER: 'http://127.0.0.1:9080',
    IDENTITY_AUDIENCE: 'eshop',
    IDENTITY_SCOPE_CLAIM: 'scope',
    IDENTITY_USER_CLAIM: 'sub',
    IDENTITY_ROLES_CLAIM: 'roles',
    IDENTITY_SCOPE_PREFIX: '',
  });
});

test('keeps the issuer as it is written, because tokens state it so', () => {
  const issuer = 'https://sts.windows.net/6f1c/';
  expect(IdentitySettings.parse({ IDENTITY_ISSUER: issuer }).IDENTITY_ISSUER).toBe(issuer);
});

test.each([
  'nonsense',
  '',
  'http://login.example',
  'ftp://login.example',
  'https://login.example/?a=1',
  'https://u@l.example',
])('refuses the issuer %j and names the setting', (issuer) => {
  const { error } = IdentitySettings.safeParse({ IDENTITY_ISSUER: issuer });
  expect(error?.issues).toMatchObject([{ path: ['IDENTITY_ISSUER'], message: expect.stringContaining('https://') }]);
});

test.each(['IDENTITY_AUDIENCE', 'IDENTITY_USER_CLAIM'])('refuses an empty %s', (setting) => {
  expect(IdentitySettings.safeParse({ [setting]: '' }).error?.issues).toMatchObject([{ path: [setting] }]);
});
