/** The people every developer finds in a new shop. Their passwords are documented, which is why they exist on laptops only. */
import type { DatabaseSync } from 'node:sqlite';
import { operatorRole } from './openid/clients.ts';
import type { Accounts, NewAccount } from './people/accounts.ts';

export interface SeededUser extends NewAccount {
  password: string;
}

/**
 * Two shoppers and an operator. The hashes are written down beside the passwords they were made from, because making them takes half a
 * second of every start in a new folder; a test compares the two.
 */
export const seededUsers: readonly SeededUser[] = [
  {
    sub: '9b548a71-bfad-4bb7-96dc-844d9aa074ae',
    username: 'alice',
    name: 'Alice Lindqvist',
    email: 'alice@example.com',
    emailVerified: true,
    roles: [],
    password: 'alice-likes-mugs',
    passwordHash: 'scrypt$32768$8$3$tNSrTrb8QxaR-Cbm8X3RJg$v3gsALzbTZit-t7Yav5R9T2gz4aDKv5MK165ICOa5uo',
  },
  {
    sub: '1d3c0f25-5fc7-4b5b-a137-cd00ebab67a3',
    username: 'bob',
    name: 'Bob Okonkwo',
    email: 'bob@example.com',
    emailVerified: true,
    roles: [],
    password: 'bob-likes-pins',
    passwordHash: 'scrypt$32768$8$3$ZRrhgypWxUOMY3trCkD33Q$INNoLBjX05t_p6I3hy_AOhtI8R47du7UIUkjOqxI938',
  },
  {
    sub: '899597c0-89ea-4b44-a23b-1869fb571a22',
    username: 'olivia',
    name: 'Olivia Marchetti',
    email: 'olivia@example.com',
    emailVerified: true,
    roles: [operatorRole],
    password: 'olivia-runs-the-shop',
    passwordHash: 'scrypt$32768$8$3$fDDlbBuA8JTmISuzFAwZeA$kl4sDLtPhcX9_Kf3JzphdKjNSVCVTc5JcGGJCkOH7VU',
  },
];

/** Adds the people to a new database, once: whoever deletes an account shall not find it back after a restart. */
export const seedOnce = (db: DatabaseSync, accounts: Accounts, people: readonly NewAccount[]): void => {
  const seeded = db.prepare(`insert into secrets (name, value) values ('seeded', '') on conflict do nothing`).run();
  if (seeded.changes > 0) for (const person of people) accounts.add(person);
};
