import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLockTokens, swapGuid } from './lock-token.ts';

const seed = Buffer.from('0102030405060708', 'hex');

test('every lock has its own tag, which leads back to it', () => {
  const tokens = createLockTokens(seed);
  fc.assert(
    fc.property(fc.maxSafeNat(), (lock) => {
      expect(tokens.lockOf(tokens.tag(lock))).toBe(lock);
    }),
  );
});

test('tags of another run and of another length stand for no lock', () => {
  const earlier = createLockTokens(Buffer.alloc(8, 9));
  const tokens = createLockTokens(seed);
  expect(tokens.lockOf(earlier.tag(1))).toBeUndefined();
  expect(tokens.lockOf(Buffer.from('1'))).toBeUndefined();
});

test('the order of a .NET Guid is that of its first three fields reversed', () => {
  const guid = Buffer.from('00112233445566778899aabbccddeeff', 'hex');
  expect(swapGuid(guid).toString('hex')).toBe('33221100554477668899aabbccddeeff');
  expect(swapGuid(swapGuid(guid))).toEqual(guid);
});
