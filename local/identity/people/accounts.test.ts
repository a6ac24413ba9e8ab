import { expect, test } from 'vitest';
import { openDatabase } from '../database.ts';
import { createAccounts, hasOtherWithRole, listAccounts } from './accounts.ts';

const carol = {
  sub: 'c',
  username: 'carol@example.com',
  email: 'carol@example.com',
  emailVerified: false,
  name: 'Carol',
  roles: [],
  passwordHash: 'hash',
};

const setUp = () => {
  const db = openDatabase(undefined);
  const accounts = createAccounts(db, () => 0);
  accounts.add(carol);
  accounts.add({
    ...carol,
    sub: 'd',
    username: 'dan',
    email: 'dan@example.com',
    name: 'Dan 100%_\\',
    roles: ['shop.operator'],
  });
  return { db, accounts };
};

test('keeps what it was told, and since when', () => {
  const { accounts } = setUp();
  const kept = { ...carol, disabled: false, createdAt: '1970-01-01T00:00:00.000Z', lastSignInAt: null };
  expect(accounts.findBySub('c')).toEqual(kept);
  expect(accounts.findByLogin('CAROL@example.com')).toEqual(kept);
});

test('an e-mail belongs to one account, upper or lower case', () => {
  const { accounts } = setUp();
  expect(accounts.add({ ...carol, sub: 'e', username: 'eve', email: 'Dan@Example.com' })).toBe(false);
  expect(accounts.update('c', { email: 'DAN@example.com', name: 'Other' })).toBe(false);
  expect(accounts.findBySub('c')).toMatchObject({ email: 'carol@example.com', name: 'Carol' });
});

test('changes what is named and nothing else', () => {
  const { accounts } = setUp();
  const before = accounts.findBySub('d');
  expect(accounts.update('d', { disabled: true, roles: [] })).toBe(true);
  expect(accounts.findBySub('d')).toEqual({ ...before, disabled: true, roles: [] });
  expect(accounts.update('d', { disabled: false })).toBe(true);
  expect(accounts.findBySub('d')).toEqual({ ...before, roles: [] });
  expect(accounts.update('nobody', { name: 'X' })).toBe(false);
});

test('a user name that is the e-mail changes with it, another does not', () => {
  const { accounts } = setUp();
  accounts.update('c', { email: 'new@example.com' });
  accounts.update('d', { email: 'newer@example.com' });
  expect(accounts.findBySub('c')?.username).toBe('new@example.com');
  expect(accounts.findBySub('d')?.username).toBe('dan');
});

test('finds people by part of name or e-mail, and takes % and _ as they are', () => {
  const { db } = setUp();
  const find = (search: string) => {
    const { items, total } = listAccounts(db, { search, pageSize: 10, pageIndex: 0 });
    return [total, items.map(({ sub }) => sub)];
  };
  expect(find('')).toEqual([2, ['c', 'd']]);
  expect(find('CAR')).toEqual([1, ['c']]);
  expect(find('0%_\\')).toEqual([1, ['d']]);
  expect(find('c%l')).toEqual([0, []]);
});

test('pages do not overlap', () => {
  const { db } = setUp();
  const page = (pageIndex: number) => listAccounts(db, { search: '', pageSize: 1, pageIndex });
  expect([0, 1, 2].map((index) => page(index).items.map(({ sub }) => sub))).toEqual([['c'], ['d'], []]);
  expect(page(2).total).toBe(2);
});

test('knows whether another operator is left', () => {
  const { db, accounts } = setUp();
  expect(hasOtherWithRole(db, 'c', 'shop.operator')).toBe(true);
  expect(hasOtherWithRole(db, 'd', 'shop.operator')).toBe(false);
  accounts.update('d', { disabled: true });
  expect(hasOtherWithRole(db, 'c', 'shop.operator')).toBe(false);
});
