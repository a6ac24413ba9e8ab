import { expect, test } from 'vitest';
import { seededUsers } from '../seed.ts';
import { hashPassword, verifyPassword } from './password.ts';

test('a hash knows its password and no other', async () => {
  const hash = await hashPassword('correct horse');
  expect(await verifyPassword('correct horse', hash)).toBe(true);
  expect(await verifyPassword('Correct horse', hash)).toBe(false);
  expect(await verifyPassword('', hash)).toBe(false);
});

test('two hashes of one password differ', async () => {
  expect(await hashPassword('same')).not.toBe(await hashPassword('same'));
});

test('an accent typed as one character or as two is the same password', async () => {
  expect(await verifyPassword('caf\u0065\u0301', await hashPassword('caf\u00e9'))).toBe(true);
});

test('refuses a stored hash that is not one of ours', async () => {
  await expect(verifyPassword('x', 'plain-text')).rejects.toThrow('not one of ours');
});

test.each(seededUsers)('the hash of $username is of the documented password', async ({ password, passwordHash }) => {
  expect(await verifyPassword(password, passwordHash)).toBe(true);
});
