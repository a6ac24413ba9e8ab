/** What time does to messages: locks end, scheduled messages become available, messages expire. */
import { deadLetter, failDelivery } from './dead-letter.ts';
import type { Engine, Message } from './model.ts';
import { changeState } from './queue.ts';

const expire = (message: Message): void => {
  const { settings, deadLetterQueue } = message.queue;
  if (settings.deadLetteringOnMessageExpiration && deadLetterQueue !== undefined)
    deadLetter(message, deadLetterQueue, {
      reason: 'TTLExpiredException',
      description: 'The message expired and was dead lettered.',
    });
  else changeState(message, { kind: 'removed' });
};

const fallDue = (message: Message): void => {
  switch (message.state.kind) {
    case 'active':
      return expire(message);
    case 'locked':
      return failDelivery(message);
    case 'scheduled':
      return message.queue.activate(message);
    case 'deferred':
    case 'removed':
      throw new Error(`A ${message.state.kind} message stood in the agenda`);
  }
};

/**
 * Carries out everything that is due by now. Every operation does this first, so that a late timer never shows: what has
 * expired is not delivered, and a lock that is over does not settle.
 */
export const advance = (engine: Engine): void => {
  const now = engine.now();
  for (let slot = engine.agenda.peek(); slot !== undefined && slot.key <= now; slot = engine.agenda.peek())
    fallDue(slot.value);
};
