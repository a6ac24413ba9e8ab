/** The account's first page: name and e-mail, and the ways to everything else. */
import { redirect, sendPage } from '../http/answer.ts';
import { type FormErrors, parseForm } from '../http/form.ts';
import { emailChangedMail } from '../mail/mails.ts';
import { accountPageHtml } from '../pages/account-pages.ts';
import { EmailForm, NameForm } from '../people/details.ts';
import type { Services } from '../services.ts';
import { refuseWithoutPassword } from './confirmation.ts';
import { type AccountPost, type AccountVisit } from './visitor.ts';

/** What the page can say has been done, by the value of `?done=`. */
const done: Partial<Record<string, string>> = {
  name: 'Your name is changed. The shop uses it from your next visit on.',
  email: 'Your e-mail address is changed.',
  password: 'Your password is changed. You are signed out everywhere else.',
};

const tokensOf = ({ token }: AccountVisit) => ({ name: token('name'), email: token('email') });

/** Answers GET. */
export const showAccount = (visit: AccountVisit): void => {
  const { searchParams } = new URL(visit.request.url ?? '/', 'http://localhost');
  const message = done[searchParams.get('done') ?? ''];
  sendPage(visit.response, 200, accountPageHtml({ account: visit.account, tokens: tokensOf(visit), message }));
};

const refuse = (post: AccountPost, status: number, why: { errors?: FormErrors; problem?: string }): void => {
  const { account, form, response } = post;
  const typed = { name: form.get('name') ?? account.name, email: form.get('email') ?? account.email };
  sendPage(response, status, accountPageHtml({ account: { ...account, ...typed }, tokens: tokensOf(post), ...why }));
};

/** Answers POST: another name. */
export const submitName = ({ accounts, log }: Services, post: AccountPost): void => {
  const { value, errors } = parseForm(NameForm, post.form);
  if (errors) return refuse(post, 400, { errors });
  accounts.update(post.account.sub, value);
  log.info({ sub: post.account.sub }, 'name changed');
  redirect(post.response, '/account?done=name');
};

/** Answers POST: another e-mail address, confirmed by the password. The old address is told, and mailed links are void. */
export const submitEmail = async (services: Services, post: AccountPost): Promise<void> => {
  const { accounts, passwordLinks, sendMail, log } = services;
  const { value, errors } = parseForm(EmailForm, post.form);
  if (errors) return refuse(post, 400, { errors });
  const refusal = await refuseWithoutPassword(services, post);
  if (refusal) return refuse(post, refusal.status, refusal);
  const { sub, email } = post.account;
  if (value.email === email) return redirect(post.response, '/account');
  const isNew = value.email.toLowerCase() !== email.toLowerCase();
  if (!accounts.update(sub, { email: value.email, ...(isNew && { emailVerified: false }) }))
    return refuse(post, 400, { errors: { email: 'There is another account with this e-mail address.' } });
  passwordLinks.cancel(sub);
  sendMail(emailChangedMail(post.account, value.email));
  log.info({ sub }, 'e-mail changed');
  redirect(post.response, '/account?done=email');
};
