/**
 * The sign-in page: shown when a client asks for a token and nobody is signed in yet. What is asked for is remembered in an interaction,
 * whose signed, same-site cookie is valid for this one page only; a form posted from elsewhere lacks it.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { errors, type Provider } from 'oidc-provider';
import type { Logger } from '../log.ts';
import { sendPage } from './answer.ts';
import type { Authenticate, Authentication } from './authentication.ts';
import { readForm } from './form.ts';
import { errorPage, signInPage } from './pages.ts';

export interface SignIn {
  provider: Provider;
  authenticate: Authenticate;
  log: Logger;
}

/** One request for the page of the interaction `uid`. */
export interface SignInRequest {
  request: IncomingMessage;
  response: ServerResponse;
  uid: string;
}

const expired = 'This sign-in page has expired.';

/** Typed by anybody, so it must not move the cursor of whoever reads the log. */
const printable = (text: string): string => text.replace(/\p{Cc}/gu, '�').slice(0, 100);

/** Whether the browser's cookie belongs to a living interaction that this page is for. */
const interactionOf = async ({ provider }: SignIn, { request, response, uid }: SignInRequest) => {
  try {
    const interaction = await provider.interactionDetails(request, response);
    return interaction.uid === uid && interaction.prompt.name === 'login' ? interaction : undefined;
  } catch (error) {
    if (error instanceof errors.SessionNotFound) return undefined;
    throw error;
  }
};

const problemOf = (result: Exclude<Authentication, { status: 'ok' }>): string =>
  result.status === 'refused'
    ? 'User name or password is not right.'
    : `Too many attempts. Try again in ${Math.ceil(result.retryAfterSeconds / 60)} minutes.`;

/** Answers GET with the form. */
export const showSignIn = async (signIn: SignIn, at: SignInRequest): Promise<void> => {
  const interaction = await interactionOf(signIn, at);
  if (!interaction) return sendPage(at.response, 400, errorPage(expired));
  const hint = interaction.params.login_hint;
  const login = typeof hint === 'string' ? hint : undefined;
  sendPage(at.response, 200, signInPage({ action: `/interaction/${at.uid}`, login }));
};

const refuse = (at: SignInRequest, login: string, result: Exclude<Authentication, { status: 'ok' }>): void => {
  if (result.status === 'locked') at.response.setHeader('Retry-After', result.retryAfterSeconds);
  const page = signInPage({ action: `/interaction/${at.uid}`, login, problem: problemOf(result) });
  sendPage(at.response, result.status === 'locked' ? 429 : 400, page);
};

/** Answers POST: checks name and password and sends the browser back to the client, or shows the form again. */
export const submitSignIn = async (signIn: SignIn, at: SignInRequest): Promise<void> => {
  const { provider, authenticate, log } = signIn;
  const form = await readForm(at.request);
  if (!form) return sendPage(at.response, 400, errorPage('The form could not be read.'));
  if (!(await interactionOf(signIn, at))) return sendPage(at.response, 400, errorPage(expired));
  if (form.get('action') === 'cancel') {
    const cancelled = { error: 'access_denied', error_description: 'The person chose not to sign in' };
    return provider.interactionFinished(at.request, at.response, cancelled, { mergeWithLastSubmission: false });
  }
  const login = form.get('login')?.trim() ?? '';
  const result = await authenticate(login, form.get('password') ?? '');
  log.info({ login: printable(login), result: result.status }, 'sign-in');
  if (result.status !== 'ok') return refuse(at, login, result);
  const signedIn = { login: { accountId: result.account.sub } };
  return provider.interactionFinished(at.request, at.response, signedIn, { mergeWithLastSubmission: false });
};
