import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const module = (name: string) => JSON.stringify(join(import.meta.dirname, name));

/** A part that ends itself in the way of the functions host: a last line for what nobody caught, then it is over. */
const part = `
  import ${module('end-with-parent.ts')};
  import { createLogger } from ${module('log.ts')};
  const log = createLogger('part');
  process.on('SIGTERM', () => {
    log.info('stopping');
    setImmediate(() => {
      log.fatal('the last words');
      process.exit(7);
    });
  });
  setInterval(() => undefined, 1_000);
  process.send('ready');
`;

test('a part whose parent is gone ends in its own way, although nobody reads what it still says', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', part], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: { ...process.env, LOG_FORMAT: 'json' },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = once(child, 'exit');
  await once(child, 'message');
  child.stdout?.destroy();
  child.disconnect();
  expect(await ended).toEqual([7, null]);
});
