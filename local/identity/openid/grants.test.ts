import { expect, test } from 'vitest';
import { withOfflineAccess } from './grants.ts';

const promptOf = (url: string): string | null =>
  new URLSearchParams(withOfflineAccess(url).split('?')[1]).get('prompt');

test('offline_access counts without prompt=consent, as at Entra', () => {
  expect(promptOf('/auth?scope=openid+offline_access')).toBe('consent');
  expect(promptOf('/auth?scope=openid%20offline_access&prompt=login')).toBe('login consent');
});

test.each([
  '/auth?scope=openid+basket',
  '/auth?scope=openid+offline_access&prompt=none',
  '/auth?scope=openid+offline_access&prompt=consent',
  '/auth/some-uid',
  '/token?scope=offline_access',
  '/auth',
])('leaves %s as it is', (url) => {
  expect(withOfflineAccess(url)).toBe(url);
});
