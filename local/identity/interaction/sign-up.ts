/** The sign-up page: makes an account, and whoever made it is signed in. */
import { randomUUID } from 'node:crypto';
import { sendPage } from '../http/answer.ts';
import { type FormErrors, parseForm } from '../http/form.ts';
import { signUpPage } from '../pages/sign-in-pages.ts';
import { newPasswordFor, PersonForm } from '../people/details.ts';
import { hashPassword } from '../people/password.ts';
import type { Services } from '../services.ts';
import { finish, type InteractionPost, type InteractionVisit } from './interaction.ts';

/** Answers GET with the form. */
export const showSignUp = ({ response, base, token }: InteractionVisit): void =>
  sendPage(response, 200, signUpPage({ base, token: token('sign-up') }));

const typedIn = ({ form }: InteractionPost) => ({ name: form.get('name') ?? '', email: form.get('email') ?? '' });

const refuse = (post: InteractionPost, errors: FormErrors): void => {
  const { response, base, token } = post;
  sendPage(response, 400, signUpPage({ base, token: token('sign-up'), typed: typedIn(post), errors }));
};

const taken = { email: 'There is an account with this e-mail address already: sign in, or choose another address.' };

/** Answers POST: adds the account and sends the browser back to the client, or shows the form again. */
export const submitSignUp = async (services: Services, post: InteractionPost): Promise<void> => {
  const { accounts, log } = services;
  const person = parseForm(PersonForm, post.form);
  const passwords = parseForm(newPasswordFor(typedIn(post)), post.form);
  if (person.errors || passwords.errors) return refuse(post, { ...person.errors, ...passwords.errors });
  const { name, email } = person.value;
  if (accounts.findByLogin(email)) return refuse(post, taken);
  const sub = randomUUID();
  const passwordHash = await hashPassword(passwords.value.password);
  // Of two who sign up with one address at once, the database takes one.
  if (!accounts.add({ sub, username: email, email, emailVerified: false, name, roles: [], passwordHash }))
    return refuse(post, taken);
  log.info({ sub, email }, 'sign-up');
  return finish(services, post, sub);
};
