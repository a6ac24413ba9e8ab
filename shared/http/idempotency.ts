/** Commands that carry an `Idempotency-Key` take effect once: a repeat gets the first answer again, for 24 hours. */
import { createHash } from 'node:crypto';
import type { Documents } from '../documents/documents.ts';
import { type CommonProblem, type Failure, fail } from './problems.ts';
import type { Reply } from './reply.ts';

/** What is kept of a command: that it runs, or what was answered. */
export type Answer = { bodyHash: string } & ({ state: 'running'; startedAt: number } | { state: 'done'; reply: Reply });

export const keptMs = 24 * 60 * 60 * 1000;
/** A command that has not answered by then died with its process; a repeat takes it over. Its effects are idempotent by themselves. */
const abandonedMs = 60 * 1000;

export interface Command {
  /** Whose command it is and which: caller, operation and the key that the client chose. */
  id: readonly string[];
  body: unknown;
}

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** One text for the id of a command. */
export const commandKey = (id: Command['id']): string => digest(JSON.stringify(id));

/** Whether a reply settles the command; after one that does not, the client tries again with the same key. */
const isSettled = (reply: Reply | Failure): reply is Reply => 'status' in reply;

/** Runs a command once. Failures are not kept: a command that was refused may be sent again with the same key. */
export const answerOnce = async <Code extends string>(
  answers: Documents<Answer>,
  command: Command,
  run: () => Promise<Reply | Failure<Code>>,
  now: () => number = Date.now,
): Promise<Reply | Failure<Code | CommonProblem>> => {
  const key = commandKey(command.id);
  const bodyHash = digest(JSON.stringify(command.body));
  const expiresAt = now() + keptMs;

  const earlier = await answers.get(key);
  if (earlier && earlier.value.bodyHash !== bodyHash) return fail('idempotency-key-reused');
  if (earlier?.value.state === 'done') return earlier.value.reply;
  if (earlier && now() - earlier.value.startedAt < abandonedMs) return fail('request-running');
  const running: Answer = { state: 'running', bodyHash, startedAt: now() };
  if ((await answers.put(key, running, { ifMatch: earlier?.etag ?? 'absent', expiresAt })) === 'conflict')
    return fail('request-running');

  try {
    const reply = await run();
    if (isSettled(reply)) await answers.put(key, { state: 'done', bodyHash, reply }, { expiresAt });
    else await answers.remove(key);
    return reply;
  } catch (error) {
    await answers.remove(key);
    throw error;
  }
};
