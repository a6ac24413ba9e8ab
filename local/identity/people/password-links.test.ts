import { expect, test } from 'vitest';
import { openDatabase } from '../database.ts';
import { sweepState } from '../openid/state.ts';
import { createPasswordLinks } from './password-links.ts';

const setUp = () => {
  const db = openDatabase(undefined);
  const clock = { now: 1_000_000 };
  return { db, clock, links: createPasswordLinks(db, () => clock.now) };
};

test('a link is good until it is used, once', () => {
  const { links } = setUp();
  const token = links.make('alice');
  expect([links.check(token), links.check(token), links.take(token)]).toEqual(['alice', 'alice', 'alice']);
  expect([links.check(token), links.take(token)]).toEqual([undefined, undefined]);
});

test('a link is over after thirty minutes, and swept', () => {
  const { db, clock, links } = setUp();
  const token = links.make('alice');
  clock.now += 30 * 60_000 - 1;
  expect(links.check(token)).toBe('alice');
  clock.now += 1;
  expect([links.check(token), links.take(token)]).toEqual([undefined, undefined]);
  expect(sweepState(db, () => clock.now)).toBe(1);
});

test('a newer link takes the place of the one before, and leaves those of others', () => {
  const { links } = setUp();
  const [first, bobs, second] = [links.make('alice'), links.make('bob'), links.make('alice')];
  expect([first, bobs, second].map((token) => links.check(token))).toEqual([undefined, 'bob', 'alice']);
});

test('a link that was cancelled is no good', () => {
  const { links } = setUp();
  const token = links.make('alice');
  links.cancel('alice');
  expect(links.check(token)).toBeUndefined();
});

test('the database holds no token that would open an account', () => {
  const { db, links } = setUp();
  const token = links.make('alice');
  expect(JSON.stringify(db.prepare('select * from password_links').all())).not.toContain(token);
});
