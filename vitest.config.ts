import { defineConfig } from 'vitest/config';

/** Three tiers by file name: pure, against real local servers, and the whole shop. */
const tier = (name: string, include: string[], exclude: string[], testTimeout: number) => ({
  test: { name, include, exclude: ['node_modules/**', 'dist/**', ...exclude], testTimeout, hookTimeout: testTimeout },
});

const everywhere = (suffix: string) => [`{functions,shared,gateway-apim,spa,local,scripts,tests}/**/*.${suffix}.ts`];

const endToEnd = tier('e2e', everywhere('e2e.test'), [], 180_000);

export default defineConfig({
  test: {
    projects: [
      tier('unit', everywhere('test'), ['**/*.int.test.ts', '**/*.e2e.test.ts'], 10_000),
      tier('int', everywhere('int.test'), [], 60_000),
      // The apps are built once for all of them: a build takes the folders away under apps that start at the same time.
      { test: { ...endToEnd.test, globalSetup: ['tests/support/build.ts'] } },
    ],
  },
});
