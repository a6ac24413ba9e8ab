/** What oidc-provider refuses or fails at, in our log. Only OAuth codes and descriptions: no token, code or password is in either. */
import type { EventEmitter } from 'node:events';
import type { errors, Provider } from 'oidc-provider';
import type { Logger } from '../../log.ts';

/** The client's or the person's doing. */
const refusals = ['authorization.error', 'grant.error', 'end_session.error', 'end_session_confirm.error'];

/** Our own doing; `error` is Koa's, and without a listener it would print to the console. */
const failures = ['server_error', 'error'];

/** Listens for as long as the provider lives. */
export const logErrors = (provider: Provider, log: Logger): void => {
  // By names in lists: the typed overloads take one literal each, and know nothing of Koa's event.
  const events = provider as EventEmitter;
  for (const event of refusals) {
    events.on(event, (_: unknown, { error, error_description: description }: errors.OIDCProviderError) =>
      log.warn({ error, description }, event),
    );
  }
  for (const event of failures) {
    events.on(event, (...args: unknown[]) => log.error({ err: args.find((arg) => arg instanceof Error) }, event));
  }
};
