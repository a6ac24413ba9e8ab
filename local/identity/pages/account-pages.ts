/** The pages of one's own account: details, change of password, deletion. */
import type { FormErrors } from '../http/form.ts';
import type { Account } from '../people/accounts.ts';
import { passwordHint } from '../people/password-rules.ts';
import { type Field, type FormPage, fieldsOf, form, hasFailed, problemBox } from './fields.ts';
import { type Html, html } from './html.ts';
import { layout } from './layout.ts';

const confirming: Field = {
  name: 'current',
  label: 'Your password',
  type: 'password',
  autocomplete: 'current-password',
  hint: 'To confirm that it is you.',
};

/** Lets password managers know whose password it is. */
const whose = (email: string): Html => html`<input hidden name="username" value="${email}" autocomplete="username">`;

const toAccount = html`<a class="button" href="/account">Back</a>`;

interface AccountPage {
  account: Account;
  /** Of the two forms. */
  tokens: { name: string; email: string };
  errors?: FormErrors;
  problem?: string;
  /** What has just been done. */
  message?: string | undefined;
}

/** Name and e-mail, each a form of its own (`/account/name`, `/account/email`), and links to the rest. */
export const accountPageHtml = ({ account, tokens, errors, problem, message }: AccountPage): Html => {
  const name: Field = {
    name: 'name',
    label: 'Name',
    autocomplete: 'name',
    hint: 'As the shop addresses you.',
    value: account.name,
  };
  const email: Field = { name: 'email', label: 'E-mail', type: 'email', autocomplete: 'email', value: account.email };
  const nameForm = html`${fieldsOf([name], errors, false)}<div class="actions"><button>Save name</button></div>`;
  const emailForm = html`${fieldsOf([email, confirming], errors, false)}<div class="actions"><button>Save e-mail</button></div>`;
  return layout(
    'Your account',
    html`${problemBox([name, email, confirming], errors, problem)}
${message && html`<p class="done" role="status">${message}</p>`}
<section aria-label="Name">${form({ action: '/account/name', token: tokens.name }, nameForm)}</section>
<section aria-label="E-mail address">${form({ action: '/account/email', token: tokens.email }, emailForm)}</section>
<section><h2>Password</h2><p><a href="/account/password">Change your password</a></p></section>
<section><h2>More</h2><ul class="ways">
<li><a href="/shop/profile">Addresses, cards and orders</a> are kept by the shop</li>
<li><a href="/session/end">Sign out</a></li>
<li><a href="/account/delete">Delete this account</a></li>
</ul></section>`,
    hasFailed({ errors, problem }),
  );
};

const newPasswords: readonly Field[] = [
  { name: 'password', label: 'New password', type: 'password', autocomplete: 'new-password', hint: passwordHint },
  { name: 'repeated', label: 'New password again', type: 'password', autocomplete: 'new-password' },
];

/** Posts `current`, `password` and `repeated`. */
export const changePasswordPage = (page: FormPage & { email: string }): Html => {
  const fields: Field[] = [{ ...confirming, label: 'Your password until now' }, ...newPasswords];
  return layout(
    'Change your password',
    html`<p>You will be signed out everywhere but here.</p>
${problemBox(fields, page.errors, page.problem)}
${form(page, html`${whose(page.email)}${fieldsOf(fields, page.errors)}<div class="actions"><button class="primary">Change the password</button>${toAccount}</div>`)}`,
    hasFailed(page),
  );
};

/** Posts `current`. */
export const deletionPage = (page: FormPage & { email: string }): Html =>
  layout(
    'Delete your account',
    html`${problemBox([confirming], page.errors, page.problem)}
<p>Your name, e-mail address <strong>${page.email}</strong> and password are deleted at once, and you are signed out everywhere. There is no way back.</p>
<p class="note">The shop keeps your basket, addresses, cards and orders by itself. To have them erased too, do that first, while you can still sign in: <a href="/shop/profile">in your profile at the shop</a>, under “Leaving”. Basket, addresses and cards go, and your orders lose your name.</p>
${form(page, html`${whose(page.email)}${fieldsOf([confirming], page.errors, false)}<div class="actions"><button class="danger">Delete my account</button>${toAccount}</div>`)}`,
    hasFailed(page),
  );
