/**
 * Who visits the account pages. They are known by the session that signing in to the shop has left; whoever has none signs in first, by
 * the same code flow as in the shop. The code that comes back is not redeemed (and nobody knows its verifier): the session is enough.
 */
import { randomBytes } from 'node:crypto';
import type { Context } from 'koa';
import { redirect, sendPage } from '../http/answer.ts';
import { readForm } from '../http/form.ts';
import type { Visit } from '../http/route.ts';
import { accountClientId, accountReturnPath } from '../openid/clients.ts';
import { errorPage } from '../pages/messages.ts';
import type { Account } from '../people/accounts.ts';
import type { Services } from '../services.ts';

export interface AccountVisit extends Visit {
  account: Account;
  /** Of the visitor's session. */
  sessionUid: string;
  /** The session's token for the named form. */
  token: (form: string) => string;
}

export interface AccountPost extends AccountVisit {
  form: URLSearchParams;
}

const visitorOf = async (services: Services, visit: Visit): Promise<AccountVisit | undefined> => {
  const { provider, accounts, formTokens } = services;
  const context = provider.createContext(visit.request, visit.response) as Context;
  const { accountId, uid } = await provider.Session.get(context);
  const account = accountId === undefined ? undefined : accounts.findBySub(accountId);
  if (!account || account.disabled) return undefined;
  return { ...visit, account, sessionUid: uid, token: (form) => formTokens.issue(form, uid) };
};

const signInUrl = (issuer: string): string => {
  const request = {
    client_id: accountClientId,
    response_type: 'code',
    scope: 'openid',
    redirect_uri: issuer + accountReturnPath,
    code_challenge: randomBytes(32).toString('base64url'),
    code_challenge_method: 'S256',
  };
  return `/auth?${new URLSearchParams(request).toString()}`;
};

/** A GET handler for a page of the account; signs the visitor in first. */
export const accountPage =
  (services: Services, show: (visit: AccountVisit) => void) =>
  async (visit: Visit): Promise<void> => {
    const visitor = await visitorOf(services, visit);
    return visitor ? show(visitor) : redirect(visit.response, signInUrl(services.provider.issuer));
  };

const refuse = (visit: Visit, message: string): void => sendPage(visit.response, 400, errorPage(message));

/** A POST handler for the named form of the account. */
export const accountForm =
  (services: Services, name: string, submit: (post: AccountPost) => Promise<void> | void) =>
  async (visit: Visit): Promise<void> => {
    const form = await readForm(visit.request);
    if (!form) return refuse(visit, 'The form could not be read.');
    const visitor = await visitorOf(services, visit);
    if (!visitor || !services.formTokens.accepts(form.get('form_token'), name, visitor.sessionUid))
      return refuse(visit, 'This page has expired, or you are signed out.');
    return submit({ ...visitor, form });
  };

/** Where a sign-in for these pages ends: on the account, or with a word for who turned back. */
export const returnFromSignIn = ({ request, response }: Visit): void => {
  const refused = new URL(request.url ?? '/', 'http://localhost').searchParams.has('error');
  if (refused) return sendPage(response, 400, errorPage('You are not signed in.'));
  redirect(response, '/account');
};
