import { expect, test } from 'vitest';
import { openDatabase } from '../database.ts';
import { createState, sweepState } from './state.ts';

const setUp = () => {
  const db = openDatabase(undefined);
  const clock = { now: 1_000_000 };
  const now = () => clock.now;
  const adapter = createState(db, now);
  return { clock, adapter, sweep: () => sweepState(db, now) };
};

test('finds what was stored, per model and id, and replaces it', async () => {
  const { adapter } = setUp();
  await adapter('Session').upsert('1', { accountId: 'a', uid: 'u' }, 60);
  await adapter('Session').upsert('1', { accountId: 'b', uid: 'v' }, 60);
  expect(await adapter('Session').find('1')).toEqual({ accountId: 'b', uid: 'v' });
  expect(await adapter('Session').findByUid('v')).toEqual({ accountId: 'b', uid: 'v' });
  expect(await adapter('Session').findByUid('u')).toBeUndefined();
  expect(await adapter('Grant').find('1')).toBeUndefined();
});

test('what has expired is not found, and swept', async () => {
  const { adapter, clock, sweep } = setUp();
  await adapter('Grant').upsert('short', { accountId: 'a' }, 60);
  await adapter('Grant').upsert('for ever', { accountId: 'a' });
  clock.now += 60_000;
  expect(await adapter('Grant').find('short')).toBeUndefined();
  expect(sweep()).toBe(1);
  expect(await adapter('Grant').find('for ever')).toEqual({ accountId: 'a' });
});

test('consuming marks when', async () => {
  const { adapter } = setUp();
  await adapter('RefreshToken').upsert('1', { grantId: 'g' }, 60);
  await adapter('RefreshToken').consume('1');
  expect(await adapter('RefreshToken').find('1')).toEqual({ grantId: 'g', consumed: 1_000 });
});

test('revoking a grant takes the tokens of that model and grant, and no others', async () => {
  const { adapter } = setUp();
  const tokens = adapter('RefreshToken');
  await tokens.upsert('1', { grantId: 'g' }, 60);
  await tokens.upsert('2', { grantId: 'g' }, 60);
  await tokens.upsert('3', { grantId: 'other' }, 60);
  await adapter('AuthorizationCode').upsert('4', { grantId: 'g' }, 60);
  await tokens.revokeByGrantId('g');
  expect([await tokens.find('1'), await tokens.find('2')]).toEqual([undefined, undefined]);
  expect(await tokens.find('3')).toEqual({ grantId: 'other' });
  expect(await adapter('AuthorizationCode').find('4')).toEqual({ grantId: 'g' });
});

test('what was destroyed is gone', async () => {
  const { adapter } = setUp();
  await adapter('Session').upsert('1', { uid: 'u' }, 60);
  await adapter('Session').destroy('1');
  expect(await adapter('Session').find('1')).toBeUndefined();
});
