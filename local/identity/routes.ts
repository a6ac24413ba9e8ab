/** Every page of our own, on one screen. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { showDeletion, submitDeletion } from './account/deletion.ts';
import { showAccount, submitEmail, submitName } from './account/details.ts';
import { showChangePassword, submitChangePassword } from './account/password.ts';
import { type AccountPost, accountForm, accountPage, returnFromSignIn } from './account/visitor.ts';
import { redirect } from './http/answer.ts';
import type { Route } from './http/route.ts';
import { showForgotten, submitForgotten } from './interaction/forgotten.ts';
import { type InteractionPost, interactionForm, interactionPage, openInteraction } from './interaction/interaction.ts';
import { showSignIn, submitSignIn } from './interaction/sign-in.ts';
import { showSignUp, submitSignUp } from './interaction/sign-up.ts';
import { showNewPassword, submitNewPassword } from './recovery/new-password.ts';
import type { Services } from './services.ts';

const file = (name: string, type: string): Route['handle'] => {
  const content = readFileSync(join(import.meta.dirname, 'pages', name));
  return ({ response }) =>
    void response.writeHead(200, { 'Content-Type': type, 'Cache-Control': 'max-age=300' }).end(content);
};

const to =
  (location: string): Route['handle'] =>
  ({ response }) =>
    redirect(response, location);

/** `shop` is the storefront's address, without a slash at its end. */
export const routesOf = (services: Services, shop: string): Route[] => {
  const onInteraction = (name: string, submit: (services: Services, post: InteractionPost) => Promise<void> | void) =>
    interactionForm(services, name, (post) => submit(services, post));
  const onAccount = (name: string, submit: (services: Services, post: AccountPost) => Promise<void> | void) =>
    accountForm(services, name, (post) => submit(services, post));
  return [
    { method: 'GET', path: /^\/$/, handle: to('/account') },
    { method: 'GET', path: /^\/shop$/, handle: to(`${shop}/`) },
    { method: 'GET', path: /^\/shop\/profile$/, handle: to(`${shop}/profile`) },
    { method: 'GET', path: /^\/shop\.css$/, handle: file('shop.css', 'text/css; charset=utf-8') },
    { method: 'GET', path: /^\/mark\.svg$/, handle: file('mark.svg', 'image/svg+xml') },

    { method: 'GET', path: /^\/interaction\/([\w-]+)$/, handle: interactionPage(services, openInteraction) },
    { method: 'GET', path: /^\/interaction\/([\w-]+)\/sign-in$/, handle: interactionPage(services, showSignIn) },
    { method: 'POST', path: /^\/interaction\/([\w-]+)\/sign-in$/, handle: onInteraction('sign-in', submitSignIn) },
    { method: 'GET', path: /^\/interaction\/([\w-]+)\/sign-up$/, handle: interactionPage(services, showSignUp) },
    { method: 'POST', path: /^\/interaction\/([\w-]+)\/sign-up$/, handle: onInteraction('sign-up', submitSignUp) },
    { method: 'GET', path: /^\/interaction\/([\w-]+)\/forgotten$/, handle: interactionPage(services, showForgotten) },
    {
      method: 'POST',
      path: /^\/interaction\/([\w-]+)\/forgotten$/,
      handle: onInteraction('forgotten', submitForgotten),
    },

    { method: 'GET', path: /^\/password\/([\w-]+)$/, handle: (visit) => showNewPassword(services, visit) },
    { method: 'POST', path: /^\/password\/([\w-]+)$/, handle: (visit) => submitNewPassword(services, visit) },

    { method: 'GET', path: /^\/account$/, handle: accountPage(services, showAccount) },
    { method: 'GET', path: /^\/account\/return$/, handle: returnFromSignIn },
    { method: 'POST', path: /^\/account\/name$/, handle: onAccount('name', submitName) },
    { method: 'POST', path: /^\/account\/email$/, handle: onAccount('email', submitEmail) },
    { method: 'GET', path: /^\/account\/password$/, handle: accountPage(services, showChangePassword) },
    { method: 'POST', path: /^\/account\/password$/, handle: onAccount('password', submitChangePassword) },
    { method: 'GET', path: /^\/account\/delete$/, handle: accountPage(services, showDeletion) },
    { method: 'POST', path: /^\/account\/delete$/, handle: onAccount('delete', submitDeletion) },
  ];
};
