import { expect, test } from 'vitest';
import { createFormTokens } from './form-tokens.ts';

test('a token is good for its form and its owner, made with the same key', () => {
  const tokens = createFormTokens('key');
  const token = tokens.issue('email', 'session-1');
  expect(tokens.accepts(token, 'email', 'session-1')).toBe(true);
  expect(tokens.accepts(token, 'delete', 'session-1')).toBe(false);
  expect(tokens.accepts(token, 'email', 'session-2')).toBe(false);
  expect(createFormTokens('other').accepts(token, 'email', 'session-1')).toBe(false);
});

test.each([null, '', 'short', 'ä'.repeat(43)])('%s is no token', (token) => {
  expect(createFormTokens('key').accepts(token, 'email', 'session-1')).toBe(false);
});
