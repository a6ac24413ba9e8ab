/**
 * A process with a test hub over the file that is its argument, to be killed. Prints the URL of its API once it is ready,
 * and ends with the process that started it. Invocations are slowed down a little, so that a kill finds work in every state.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { createLogger } from '../../../log.ts';
import { startTestHub } from './harness.ts';

const log = createLogger('durable', 'error');
const hub = await startTestHub({ dataFile: process.argv[2] ?? ':memory:', log }, (invoke) => async (...call) => {
  await sleep(Math.random() * 30);
  const result = await invoke(...call);
  await sleep(Math.random() * 30);
  return result;
});
process.stdin.on('close', () => process.exit()).resume();
process.stdout.write(`ready ${hub.url}\n`);
