/**
 * A process with a test hub over the file that is its argument, to be killed. Prints the URL of its API once it is ready,
 * and ends with the process that started it.
 */
import { createLogger } from '../../../log.ts';
import { startTestHub } from './harness.ts';

const hub = await startTestHub({ dataFile: process.argv[2] ?? ':memory:', log: createLogger('durable', 'error') });
process.stdin.on('close', () => process.exit()).resume();
process.stdout.write(`ready ${hub.url}\n`);
