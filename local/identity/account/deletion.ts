/** Deletes an account. What the shop keeps of the person is the shop's to erase (DELETE ordering/buyers/me), and the page says so. */
import { sendPage } from '../http/answer.ts';
import { goodbyeMail } from '../mail/mails.ts';
import { operatorRole } from '../openid/clients.ts';
import { deletionPage } from '../pages/account-pages.ts';
import { donePage } from '../pages/messages.ts';
import { hasOtherWithRole } from '../people/accounts.ts';
import type { Services } from '../services.ts';
import { type Refusal, refuseWithoutPassword } from './confirmation.ts';
import type { AccountPost, AccountVisit } from './visitor.ts';

const pageFor = ({ token, account }: AccountVisit) => ({
  action: '/account/delete',
  token: token('delete'),
  email: account.email,
});

/** Answers GET with the form. */
export const showDeletion = (visit: AccountVisit): void => sendPage(visit.response, 200, deletionPage(pageFor(visit)));

const refuse = (post: AccountPost, { status, errors, problem }: Refusal): void =>
  sendPage(post.response, status, deletionPage({ ...pageFor(post), errors, problem }));

const isLastOperator = ({ db }: Services, { sub, roles }: AccountPost['account']): boolean =>
  roles.includes(operatorRole) && !hasOtherWithRole(db, sub, operatorRole);

const lastOperator = 'You are the only operator of the shop. Make somebody else one before you go.';

/** Answers POST: the account and all its sessions are gone. */
export const submitDeletion = async (services: Services, post: AccountPost): Promise<void> => {
  const refusal = await refuseWithoutPassword(services, post);
  if (refusal) return refuse(post, refusal);
  const { accounts, sessions, passwordLinks, sendMail, log } = services;
  const { account, response } = post;
  if (isLastOperator(services, account)) return refuse(post, { status: 400, problem: lastOperator });
  accounts.remove(account.sub);
  sessions.end(account.sub);
  passwordLinks.cancel(account.sub);
  sendMail(goodbyeMail(account));
  log.info({ sub: account.sub }, 'account deleted');
  sendPage(response, 200, donePage('Your account is deleted', 'Name, e-mail address and password are gone.'));
};
