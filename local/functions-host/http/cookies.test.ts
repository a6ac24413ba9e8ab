import { expect, test } from 'vitest';
import { setCookie } from './cookies.ts';

test('a cookie has every attribute that is set, in the order of ASP.NET', () => {
  const cookie = setCookie({
    name: 'sid',
    value: 'ä;=',
    expires: { value: { seconds: 1_795_000_000 } },
    maxAge: { value: 59.9 },
    domain: { value: 'example.org' },
    path: { value: '/shop' },
    secure: { value: true },
    httpOnly: { value: true },
    sameSite: 'strict',
  });
  expect(cookie).toBe(
    'sid=%C3%A4%3B%3D; expires=Wed, 18 Nov 2026 11:06:40 GMT; max-age=59; domain=example.org; path=/shop; secure; samesite=strict; httponly',
  );
});

test('a plain cookie has a path only, and same-site "none" of the protocol means unset', () => {
  expect(setCookie({ name: 'a', value: 'b', sameSite: 'none', secure: { value: false } })).toBe('a=b; path=/');
  expect(setCookie({ name: 'a', value: 'b', sameSite: 'explicitNone' })).toBe('a=b; path=/; samesite=none');
});
