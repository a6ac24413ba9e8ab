/** What people are told by mail. */
import type { Account } from '../people/accounts.ts';
import { linkMinutes } from '../people/password-links.ts';
import type { Mail } from './outbox.ts';

const letter = (account: Account, subject: string, ...paragraphs: string[]): Mail => ({
  to: account.email,
  subject,
  body: [`Dear ${account.name},`, ...paragraphs, 'Kittiwake'].join('\n\n'),
});

const notYou = 'If it was not you, choose a new password now: on the sign-in page, under "Forgotten your password?".';

/** To somebody who wants a new password; the link lets whoever reads it choose one. */
export const forgottenMail = (account: Account, link: string): Mail =>
  letter(
    account,
    'Choose a new password',
    `You can choose a new password here within ${linkMinutes} minutes, once:`,
    link,
    'If you did not ask for this, there is nothing to do: your password is still the old one.',
  );

export const passwordChangedMail = (account: Account): Mail =>
  letter(account, 'Your password was changed', 'The password of your account has just been changed.', notYou);

/** To the old address, which is the one that still belongs to the person if it was somebody else. */
export const emailChangedMail = (before: Account, email: string): Mail =>
  letter(
    before,
    'Your e-mail address was changed',
    `Your account now uses the address ${email}.`,
    'If it was not you, tell the shop.',
  );

export const goodbyeMail = (account: Account): Mail =>
  letter(account, 'Your account is deleted', 'Your account has just been deleted. We are sorry to see you go.');
