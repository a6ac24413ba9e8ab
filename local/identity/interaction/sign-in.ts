/** The sign-in page: shown when a client asks for a token and nobody is signed in yet. */
import { sendPage } from '../http/answer.ts';
import { printable } from '../http/printable.ts';
import { signInPage } from '../pages/sign-in-pages.ts';
import type { Authentication } from '../people/authentication.ts';
import { tryAgainIn } from '../people/lockout.ts';
import type { Services } from '../services.ts';
import { finish, type InteractionPost, type InteractionVisit } from './interaction.ts';

type Refusal = Exclude<Authentication, { status: 'ok' }>;

const problemOf = (result: Refusal): string => {
  switch (result.status) {
    case 'refused':
      return 'User name or password is not right.';
    case 'disabled':
      return 'This account has been disabled. Ask the shop why.';
    case 'locked':
      return tryAgainIn(result.retryAfterSeconds);
  }
};

/** Answers GET with the form. */
export const showSignIn = ({ response, base, params, token }: InteractionVisit): void => {
  const { login_hint: hint } = params;
  const typed = typeof hint === 'string' ? { login: hint } : {};
  sendPage(response, 200, signInPage({ base, token: token('sign-in'), typed }));
};

const refuse = ({ response, base, token }: InteractionPost, login: string, result: Refusal): void => {
  if (result.status === 'locked') response.setHeader('Retry-After', result.retryAfterSeconds);
  const page = signInPage({ base, token: token('sign-in'), typed: { login }, problem: problemOf(result) });
  sendPage(response, result.status === 'locked' ? 429 : 400, page);
};

/** Answers POST: checks name and password and sends the browser back to the client, or shows the form again. */
export const submitSignIn = async (services: Services, post: InteractionPost): Promise<void> => {
  const login = post.form.get('login')?.trim() ?? '';
  const result = await services.authenticate(login, post.form.get('password') ?? '');
  services.log.info({ login: printable(login), result: result.status }, 'sign-in');
  return result.status === 'ok' ? finish(services, post, result.account.sub) : refuse(post, login, result);
};
