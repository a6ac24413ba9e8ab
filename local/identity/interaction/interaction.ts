/**
 * What the pages of one interaction share. A client has asked for a token and nobody is signed in yet: what it asked for is remembered in
 * an interaction, whose signed, same-site cookie is valid for the pages below its path only; a form posted from elsewhere lacks it.
 */
import { errors } from 'oidc-provider';
import { redirect, sendPage } from '../http/answer.ts';
import { readForm } from '../http/form.ts';
import type { Visit } from '../http/route.ts';
import { errorPage } from '../pages/messages.ts';
import type { Services } from '../services.ts';

export interface InteractionVisit extends Visit {
  /** What the client asked for, and why it needs a person. */
  prompt: string;
  params: Record<string, unknown>;
  /** Path of the interaction, below which its pages are. */
  base: string;
  /** Its token for the named form. */
  token: (form: string) => string;
}

export interface InteractionPost extends InteractionVisit {
  form: URLSearchParams;
}

const prompts = new Set(['login', 'create']);

const pathOf = (uid: string): string => `/interaction/${uid}`;

/** Undefined unless the browser's cookie belongs to a living interaction that this page is for. */
const interactionOf = async (services: Services, visit: Visit): Promise<InteractionVisit | undefined> => {
  const { provider, formTokens } = services;
  try {
    const { uid, prompt, params } = await provider.interactionDetails(visit.request, visit.response);
    if (uid !== visit.parameter || !prompts.has(prompt.name)) return undefined;
    return { ...visit, prompt: prompt.name, params, base: pathOf(uid), token: (form) => formTokens.issue(form, uid) };
  } catch (error) {
    if (error instanceof errors.SessionNotFound) return undefined;
    throw error;
  }
};

const refuse = (visit: Visit, message: string): void => sendPage(visit.response, 400, errorPage(message));

const expired = 'This sign-in page has expired.';

/** A GET handler for a page of an interaction. */
export const interactionPage =
  (services: Services, show: (visit: InteractionVisit) => void) =>
  async (visit: Visit): Promise<void> => {
    const interaction = await interactionOf(services, visit);
    return interaction ? show(interaction) : refuse(visit, expired);
  };

/** Tells the client that the person turned back. */
const cancel = (services: Services, { request, response }: Visit): Promise<void> => {
  const cancelled = { error: 'access_denied', error_description: 'The person chose not to sign in' };
  return services.provider.interactionFinished(request, response, cancelled, { mergeWithLastSubmission: false });
};

/** A POST handler for the named form of an interaction. */
export const interactionForm =
  (services: Services, name: string, submit: (post: InteractionPost) => Promise<void> | void) =>
  async (visit: Visit): Promise<void> => {
    const form = await readForm(visit.request);
    if (!form) return refuse(visit, 'The form could not be read.');
    const interaction = await interactionOf(services, visit);
    const token = form.get('form_token');
    if (!interaction || !services.formTokens.accepts(token, name, visit.parameter)) return refuse(visit, expired);
    return form.get('action') === 'cancel' ? cancel(services, visit) : submit({ ...interaction, form });
  };

/** Ends the interaction with the person signed in; the browser goes back to the client. Satisfies both prompts that lead here. */
export const finish = ({ provider, accounts }: Services, { request, response }: Visit, sub: string): Promise<void> => {
  accounts.update(sub, { lastSignInAt: new Date().toISOString() });
  const result = { login: { accountId: sub }, create: {} };
  return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
};

/** To the page that the client wants: sign-up for `prompt=create` (Initiating User Registration via OpenID Connect 1.0), else sign-in. */
export const openInteraction = ({ response, base, prompt }: InteractionVisit): void =>
  redirect(response, `${base}/${prompt === 'create' ? 'sign-up' : 'sign-in'}`);
