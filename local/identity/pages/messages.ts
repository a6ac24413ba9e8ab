/** Pages that say one thing, and the sign-out question. */
import { type Html, html } from './html.ts';
import { layout, shopName } from './layout.ts';

const toShop = html`<div class="actions"><a class="button" href="/shop">Go to the shop</a></div>`;

/** Asks whether to sign out; `form` is oidc-provider's own with its token against forged requests. */
export const signOutPage = (form: Html): Html =>
  layout(
    'Sign out',
    html`<p>Do you want to sign out of ${shopName}?</p>
${form}
<div class="actions">
<button class="primary" form="op.logoutForm" name="logout" value="yes" autofocus>Sign out</button>
<button form="op.logoutForm">Stay signed in</button>
</div>`,
  );

/** Shown after signing out when the client named no page of its own. */
export const signedOutPage = (): Html => layout('Signed out', html`<p>See you soon.</p>${toShop}`);

/** Says what went wrong; never holds more than a client may know. */
export const errorPage = (message: string): Html =>
  layout(
    'That did not work',
    html`<p class="problem" role="alert">${message}</p>
<p>Go back to the shop and try once more.</p>${toShop}`,
    true,
  );

/** Says that something is done, and leads to the shop. */
export const donePage = (title: string, message: string): Html =>
  layout(title, html`<p role="status">${message}</p>${toShop}`);
