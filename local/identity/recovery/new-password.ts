/** The page that a mailed link leads to: choose a new password, once. */
import { sendPage } from '../http/answer.ts';
import { parseForm, readForm } from '../http/form.ts';
import type { Visit } from '../http/route.ts';
import { donePage, errorPage } from '../pages/messages.ts';
import { newPasswordPage } from '../pages/sign-in-pages.ts';
import type { Account } from '../people/accounts.ts';
import { newPasswordFor } from '../people/details.ts';
import { changePassword } from '../people/new-password.ts';
import type { Services } from '../services.ts';

const formName = 'new-password';

const pathOf = (token: string): string => `/password/${token}`;

/** The address that is mailed. */
export const passwordLink = (issuer: string, token: string): string => `${issuer}${pathOf(token)}`;

const linkIsOver =
  'This link is not good any more: it was used, a newer one was asked for, or its 30 minutes are over. Ask for another on the sign-in page.';

const refuse = ({ response }: Visit, message: string): void => sendPage(response, 400, errorPage(message));

/** The account that the link is for, while it may be used. */
const accountOf = ({ accounts }: Services, sub: string | undefined): Account | undefined => {
  const account = sub === undefined ? undefined : accounts.findBySub(sub);
  return account?.disabled ? undefined : account;
};

const pageFor = ({ formTokens }: Services, token: string, { email }: Account) => ({
  action: pathOf(token),
  token: formTokens.issue(formName, token),
  email,
});

/** Answers GET with the form; reading it doesn't use the link up. */
export const showNewPassword = (services: Services, visit: Visit): void => {
  const account = accountOf(services, services.passwordLinks.check(visit.parameter));
  if (!account) return refuse(visit, linkIsOver);
  sendPage(visit.response, 200, newPasswordPage(pageFor(services, visit.parameter, account)));
};

/** Saves the password for whoever takes the link; having read the mail proves the address too. */
const save = async (services: Services, visit: Visit, password: string): Promise<void> => {
  const account = accountOf(services, services.passwordLinks.take(visit.parameter));
  if (!account) return refuse(visit, linkIsOver);
  services.accounts.update(account.sub, { emailVerified: true });
  await changePassword(services, account, password);
  sendPage(visit.response, 200, donePage('Your password is changed', 'You can sign in with it now.'));
};

/** Answers POST: saves the password, or shows the form again with the link still good. */
export const submitNewPassword = async (services: Services, visit: Visit): Promise<void> => {
  const form = await readForm(visit.request);
  if (!form) return refuse(visit, 'The form could not be read.');
  const account = accountOf(services, services.passwordLinks.check(visit.parameter));
  if (!account || !services.formTokens.accepts(form.get('form_token'), formName, visit.parameter))
    return refuse(visit, linkIsOver);
  const { value, errors } = parseForm(newPasswordFor(account), form);
  if (!errors) return save(services, visit, value.password);
  sendPage(visit.response, 400, newPasswordPage({ ...pageFor(services, visit.parameter, account), errors }));
};
