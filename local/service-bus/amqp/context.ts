/** What the AMQP side works with. */
import type { Logger } from '../../log.ts';
import type { Dealer } from '../engine/dealer.ts';
import type { Namespace } from '../engine/namespace.ts';
import type { LockTokens } from '../message/lock-token.ts';
import type { GroupCommit } from '../store/group-commit.ts';

export type BrokerContext = {
  readonly namespace: Namespace;
  readonly dealer: Dealer;
  readonly commit: GroupCommit;
  readonly tokens: LockTokens;
  readonly log: Logger;
};
