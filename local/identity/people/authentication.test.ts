import { expect, test } from 'vitest';
import { openDatabase } from '../database.ts';
import { sweepState } from '../openid/state.ts';
import { createAccounts } from './accounts.ts';
import { createAuthenticate } from './authentication.ts';
import { createLockout } from './lockout.ts';
import { hashPassword } from './password.ts';

const minute = 60_000;

const setUp = async () => {
  const db = openDatabase(undefined);
  const accounts = createAccounts(db);
  const passwordHash = await hashPassword('alice-likes-mugs', { N: 1024, r: 8, p: 1 });
  const alice = { sub: '1', username: 'alice', email: 'alice@example.com', emailVerified: true, name: 'Alice' };
  accounts.add({ ...alice, roles: [], passwordHash });
  const clock = { now: 1_000_000 };
  const authenticate = createAuthenticate(
    accounts,
    createLockout(db, () => clock.now),
  );
  const fail = async (login: string, times: number) => {
    for (let count = 0; count < times; count += 1) await authenticate(login, 'nope');
  };
  return { db, clock, authenticate, fail };
};

test('knows people by user name and by e-mail', async () => {
  const { authenticate } = await setUp();
  const alice = { status: 'ok', account: { username: 'alice', roles: [] } };
  expect(await authenticate('alice', 'alice-likes-mugs')).toMatchObject(alice);
  expect(await authenticate('Alice@Example.com', 'alice-likes-mugs')).toMatchObject(alice);
});

test('a lock ends after five minutes', async () => {
  const { authenticate, clock, fail } = await setUp();
  await fail('alice', 5);
  expect(await authenticate('alice', 'alice-likes-mugs')).toEqual({ status: 'locked', retryAfterSeconds: 300 });
  clock.now += 5 * minute - 1;
  expect(await authenticate('alice', 'alice-likes-mugs')).toEqual({ status: 'locked', retryAfterSeconds: 1 });
  clock.now += 1;
  expect(await authenticate('alice', 'alice-likes-mugs')).toMatchObject({ status: 'ok' });
});

test('signing in forgets the failures before', async () => {
  const { authenticate, fail } = await setUp();
  await fail('alice', 4);
  expect(await authenticate('alice', 'alice-likes-mugs')).toMatchObject({ status: 'ok' });
  await fail('alice', 4);
  expect(await authenticate('alice', 'alice-likes-mugs')).toMatchObject({ status: 'ok' });
});

test('a name that nobody has is locked like any other', async () => {
  const { authenticate, fail } = await setUp();
  await fail('nobody', 5);
  expect(await authenticate('NOBODY', 'x')).toMatchObject({ status: 'locked' });
});

test('failures that have lapsed are swept', async () => {
  const { db, clock, fail } = await setUp();
  await fail('nobody', 1);
  const now = () => clock.now;
  expect(sweepState(db, now)).toBe(0);
  clock.now += 5 * minute;
  expect(sweepState(db, now)).toBe(1);
});
