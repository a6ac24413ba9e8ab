/**
 * Group commit: everything that arrives in one turn of the event loop is written in one transaction, then answered, and only
 * then are messages dealt to receivers. So nothing is answered or delivered that a crash could take back.
 */
import type { Logger } from '../../log.ts';
import { internalError, type Refusal } from '../refusal.ts';
import type { Journal } from './journal.ts';

/** Told after the commit: undefined when it succeeded. */
export type Answer = (failure: Refusal | undefined) => void;

export type GroupCommit = {
  /** Answers after everything done so far is written. */
  afterCommit(answer: Answer): void;
  /** Makes a commit happen at the end of this turn. */
  request: () => void;
  /** Commits at once, for the last time. */
  close: () => void;
};

const RETRY_MS = 1000;

/** `afterwards` runs after the answers of every commit. */
export const createGroupCommit = (journal: Journal, log: Logger, afterwards: () => void): GroupCommit => {
  let answers: Answer[] = [];
  let requested = false;
  let closed = false;

  const commit = (): Refusal | undefined => {
    try {
      journal.commit();
      return undefined;
    } catch (error) {
      log.error({ err: error }, 'Messages could not be written; trying again');
      setTimeout(request, RETRY_MS).unref();
      return internalError('The broker could not write to its data folder.');
    }
  };

  const flush = () => {
    requested = false;
    if (closed) return;
    const failure = commit();
    const due = answers;
    answers = [];
    for (const answer of due) answer(failure);
    afterwards();
  };

  const request = () => {
    if (requested || closed) return;
    requested = true;
    setImmediate(flush);
  };

  return {
    afterCommit(answer) {
      answers.push(answer);
      request();
    },
    request,
    close() {
      flush();
      closed = true;
    },
  };
};
