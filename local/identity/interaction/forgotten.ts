/** The page for people who forgot their password: mails them a link. */

import { sendPage } from '../http/answer.ts';
import { type FormErrors, parseForm } from '../http/form.ts';
import { forgottenMail } from '../mail/mails.ts';
import { forgottenPage, linkSentPage } from '../pages/sign-in-pages.ts';
import { EmailForm } from '../people/details.ts';
import { tryAgainIn } from '../people/lockout.ts';
import { linkMinutes } from '../people/password-links.ts';
import { passwordLink } from '../recovery/new-password.ts';
import type { Services } from '../services.ts';
import type { InteractionPost, InteractionVisit } from './interaction.ts';

/** Answers GET with the form. */
export const showForgotten = ({ response, base, token, params }: InteractionVisit): void => {
  const { login_hint: hint } = params;
  const typed = typeof hint === 'string' ? { email: hint } : {};
  sendPage(response, 200, forgottenPage({ base, token: token('forgotten'), typed }));
};

const refuse = (post: InteractionPost, status: number, why: { errors?: FormErrors; problem?: string }): void => {
  const typed = { email: post.form.get('email') ?? '' };
  sendPage(post.response, status, forgottenPage({ base: post.base, token: post.token('forgotten'), typed, ...why }));
};

const mailLink = ({ accounts, passwordLinks, provider, sendMail }: Services, email: string): void => {
  const account = accounts.findByLogin(email);
  if (!account || account.disabled) return;
  sendMail(forgottenMail(account, passwordLink(provider.issuer, passwordLinks.make(account.sub))));
};

/**
 * Answers POST with the same page whether or not there is such an account. An address gets so many mails and no more, also when nobody
 * has it.
 */
export const submitForgotten = (services: Services, post: InteractionPost): void => {
  const { value, errors } = parseForm(EmailForm, post.form);
  if (errors) return refuse(post, 400, { errors });
  const seconds = services.lockout.begin(`forgotten ${value.email}`);
  if (seconds > 0) {
    post.response.setHeader('Retry-After', seconds);
    return refuse(post, 429, { problem: tryAgainIn(seconds) });
  }
  mailLink(services, value.email);
  sendPage(post.response, 200, linkSentPage(post.base, value.email, linkMinutes));
};
