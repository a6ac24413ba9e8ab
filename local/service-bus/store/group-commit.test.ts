import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createGroupCommit } from './group-commit.ts';
import { type Journal, memoryJournal } from './journal.ts';

const silent = pino({ level: 'silent' });
const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

const journalThat = (commit: () => void): Journal => ({ ...memoryJournal, commit });

test('everything of one turn is written once, then answered in order, then dealt', async () => {
  const events: string[] = [];
  const commit = createGroupCommit(
    journalThat(() => events.push('write')),
    silent,
    () => events.push('deal'),
  );
  commit.afterCommit(() => events.push('first'));
  commit.request();
  commit.afterCommit(() => events.push('second'));
  expect(events).toEqual([]);
  await nextTurn();
  expect(events).toEqual(['write', 'first', 'second', 'deal']);
});

test('an answer may ask for another commit', async () => {
  const events: string[] = [];
  const commit = createGroupCommit(
    journalThat(() => events.push('write')),
    silent,
    () => {},
  );
  commit.afterCommit(() => commit.afterCommit(() => events.push('answer')));
  await nextTurn();
  expect(events).toEqual(['write']);
  await nextTurn();
  expect(events).toEqual(['write', 'write', 'answer']);
});

test('when writing fails, everyone who waits is told, and the next commit works again', async () => {
  let broken = true;
  const outcomes: (string | undefined)[] = [];
  const journal = journalThat(() => {
    if (broken) throw new Error('disk full');
  });
  const commit = createGroupCommit(journal, silent, () => {});
  commit.afterCommit((failure) => outcomes.push(failure?.condition));
  await nextTurn();
  broken = false;
  commit.afterCommit((failure) => outcomes.push(failure?.condition));
  await nextTurn();
  expect(outcomes).toEqual(['amqp:internal-error', undefined]);
});

test('closing writes what is left, and nothing is written afterwards', async () => {
  let writes = 0;
  const commit = createGroupCommit(
    journalThat(() => writes++),
    silent,
    () => {},
  );
  commit.request();
  commit.close();
  expect(writes).toBe(1);
  commit.request();
  await nextTurn();
  expect(writes).toBe(1);
});
