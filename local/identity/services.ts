/** What the pages and the operators' API work with; made once, at start. */
import type { DatabaseSync } from 'node:sqlite';
import type { Provider } from 'oidc-provider';
import type { Logger } from '../log.ts';
import type { FormTokens } from './http/form-tokens.ts';
import type { SendMail } from './mail/outbox.ts';
import type { Accounts } from './people/accounts.ts';
import type { Authenticate } from './people/authentication.ts';
import type { Lockout } from './people/lockout.ts';
import type { PasswordLinks } from './people/password-links.ts';
import type { Sessions } from './people/sessions.ts';

export interface Services {
  db: DatabaseSync;
  provider: Provider;
  accounts: Accounts;
  authenticate: Authenticate;
  lockout: Lockout;
  passwordLinks: PasswordLinks;
  sessions: Sessions;
  sendMail: SendMail;
  formTokens: FormTokens;
  log: Logger;
}
