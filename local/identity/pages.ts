/** The pages people see at the identity provider. No scripts and no inline styles, so that the strictest policy fits. */
import { type Html, html, raw } from './html.ts';

const badge = raw(
  '<svg class="badge" viewBox="0 0 48 48" role="img" aria-label="eShop">' +
    '<path d="M8 16h32l-3 26H11z"/><path class="handle" d="M17 21v-8a7 7 0 0 1 14 0v8"/></svg>',
);

const layout = (title: string, content: Html): Html => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · eShop</title>
<link rel="stylesheet" href="/shop.css">
</head>
<body>
<header>${badge}<span>eShop</span></header>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`;

export interface SignInForm {
  /** Where the form is posted to. */
  action: string;
  /** What the person has typed, or the client has hinted. */
  login?: string | undefined;
  problem?: string | undefined;
}

/** The sign-in form; posts `login`, `password` and `action` (`sign-in` or `cancel`). */
export const signInPage = ({ action, login, problem }: SignInForm): Html =>
  layout(
    'Sign in',
    html`<form method="post" action="${action}">
${problem && html`<p class="problem" role="alert">${problem}</p>`}
<label for="login">User name or e-mail</label>
<input id="login" name="login" value="${login}" autocomplete="username" autocapitalize="none" spellcheck="false" required${login ? undefined : raw(' autofocus')}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required${login ? raw(' autofocus') : undefined}>
<button class="primary" name="action" value="sign-in">Sign in</button>
<button name="action" value="cancel" formnovalidate>Back to the shop</button>
</form>`,
  );

/** Asks whether to sign out; `form` is oidc-provider's own with its token against forged requests. */
export const signOutPage = (form: Html): Html =>
  layout(
    'Sign out',
    html`<p>Do you want to sign out of eShop?</p>
${form}
<button class="primary" form="op.logoutForm" name="logout" value="yes" autofocus>Sign out</button>
<button form="op.logoutForm">Stay signed in</button>`,
  );

/** Shown after signing out when the client named no page of its own. */
export const signedOutPage = (): Html => layout('Signed out', html`<p>You can close this page now.</p>`);

/** Says what went wrong; never holds more than a client may know. */
export const errorPage = (message: string): Html =>
  layout(
    'That did not work',
    html`<p class="problem" role="alert">${message}</p>
<p>Go back to the shop and sign in again.</p>`,
  );
