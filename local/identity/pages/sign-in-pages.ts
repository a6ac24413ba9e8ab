/** The pages on the way into the shop: sign-in, sign-up, forgotten password. All belong to one interaction, whose path they are below. */
import { passwordHint } from '../people/password-rules.ts';
import { type Field, type FormPage, fieldsOf, form, hasFailed, problemBox } from './fields.ts';
import { type Html, html } from './html.ts';
import { layout } from './layout.ts';

/** What a person has typed, or the client has hinted. */
export type Typed = Partial<Record<string, string>>;

interface InteractionPage extends Omit<FormPage, 'action'> {
  /** Path of the interaction. */
  base: string;
  typed?: Typed;
}

/** Leaves without signing in; has to be posted, because the client is told. */
const back = html`<button class="quiet" name="action" value="cancel" formnovalidate>Back to the shop</button>`;

/** The form of a page below the interaction's path, with its problems on top. */
const interactionForm = (path: string, page: InteractionPage, fields: readonly Field[], buttons: Html): Html => {
  const filled = fields.map((field) => ({
    ...field,
    value: field.type === 'password' ? '' : page.typed?.[field.name],
  }));
  return form(
    { action: `${page.base}/${path}`, token: page.token },
    html`${problemBox(fields, page.errors, page.problem)}
${fieldsOf(filled, page.errors)}
<div class="actions">${buttons}</div>
`,
  );
};

const signInFields: readonly Field[] = [
  { name: 'login', label: 'E-mail or user name', autocomplete: 'username' },
  { name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password' },
];

/** The sign-in form; posts `login`, `password` and `action` (`sign-in` or `cancel`). */
export const signInPage = (page: InteractionPage): Html =>
  layout(
    'Sign in',
    html`${interactionForm('sign-in', page, signInFields, html`<button class="primary" name="action" value="sign-in">Sign in</button>${back}`)}
<ul class="ways">
<li><a href="${page.base}/forgotten">Forgotten your password?</a></li>
<li>New here? <a href="${page.base}/sign-up">Create an account</a></li>
</ul>`,
    hasFailed(page),
  );

const newPassword: Field = {
  name: 'password',
  label: 'Password',
  type: 'password',
  autocomplete: 'new-password',
  hint: passwordHint,
};

const repeated: Field = { name: 'repeated', label: 'Password again', type: 'password', autocomplete: 'new-password' };

const signUpFields: readonly Field[] = [
  { name: 'name', label: 'Name', autocomplete: 'name', hint: 'As the shop addresses you.' },
  { name: 'email', label: 'E-mail', type: 'email', autocomplete: 'email' },
  newPassword,
  repeated,
];

/** The sign-up form; posts `name`, `email`, `password`, `repeated` and `action` (`sign-up` or `cancel`). */
export const signUpPage = (page: InteractionPage): Html =>
  layout(
    'Create an account',
    html`${interactionForm('sign-up', page, signUpFields, html`<button class="primary" name="action" value="sign-up">Create account</button>${back}`)}
<ul class="ways"><li>Already have an account? <a href="${page.base}/sign-in">Sign in</a></li></ul>`,
    hasFailed(page),
  );

const forgottenFields: readonly Field[] = [{ name: 'email', label: 'E-mail', type: 'email', autocomplete: 'email' }];

/** Asks for the address of somebody who forgot their password; posts `email`. */
export const forgottenPage = (page: InteractionPage): Html =>
  layout(
    'Forgotten your password?',
    html`<p>Tell us the e-mail address of your account. We send a link to it with which you can choose a new password.</p>
${interactionForm('forgotten', page, forgottenFields, html`<button class="primary" name="action" value="send">Send the link</button>`)}
<ul class="ways"><li><a href="${page.base}/sign-in">Back to signing in</a></li></ul>`,
    hasFailed(page),
  );

/** The same for every address, so that it tells nobody who has an account. */
export const linkSentPage = (base: string, email: string, minutes: number): Html =>
  layout(
    'Look into your mail',
    html`<p role="status">If there is an account for <strong>${email}</strong>, a link is on its way. It works once, for ${String(minutes)} minutes.</p>
<p class="hint">This shop runs on your own machine: its mail is shown in the terminal where it was started.</p>
<ul class="ways"><li><a href="${base}/sign-in">Back to signing in</a></li></ul>`,
  );

/** Chooses a new password with a mailed link; posts `password` and `repeated`. */
export const newPasswordPage = (page: FormPage & { email: string }): Html =>
  layout(
    'Choose a new password',
    html`<p>For the account of <strong>${page.email}</strong>.</p>
${form(
  page,
  html`${problemBox([newPassword, repeated], page.errors, page.problem)}
<input hidden name="username" value="${page.email}" autocomplete="username">
${fieldsOf([newPassword, repeated], page.errors)}
<div class="actions"><button class="primary">Save the password</button></div>
`,
)}`,
    hasFailed(page),
  );
