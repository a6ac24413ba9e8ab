/** Change of password: signs the person out everywhere else. */
import { redirect, sendPage } from '../http/answer.ts';
import { parseForm } from '../http/form.ts';
import { changePasswordPage } from '../pages/account-pages.ts';
import { newPasswordFor } from '../people/details.ts';
import { changePassword } from '../people/new-password.ts';
import type { Services } from '../services.ts';
import { type Refusal, refuseWithoutPassword } from './confirmation.ts';
import type { AccountPost, AccountVisit } from './visitor.ts';

const pageFor = ({ token, account }: AccountVisit) => ({
  action: '/account/password',
  token: token('password'),
  email: account.email,
});

/** Answers GET with the form. */
export const showChangePassword = (visit: AccountVisit): void =>
  sendPage(visit.response, 200, changePasswordPage(pageFor(visit)));

const refuse = (post: AccountPost, { status, errors, problem }: Refusal): void =>
  sendPage(post.response, status, changePasswordPage({ ...pageFor(post), errors, problem }));

/** Answers POST. */
export const submitChangePassword = async (services: Services, post: AccountPost): Promise<void> => {
  const { value, errors } = parseForm(newPasswordFor(post.account), post.form);
  if (errors) return refuse(post, { status: 400, errors });
  const refusal = await refuseWithoutPassword(services, post);
  if (refusal) return refuse(post, refusal);
  await changePassword(services, post.account, value.password, post.sessionUid);
  redirect(post.response, '/account?done=password');
};
