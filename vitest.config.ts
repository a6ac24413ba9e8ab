import { defineConfig } from 'vitest/config';

/** Three tiers by file name: pure, against real local servers, and the whole shop. */
const tier = (name: string, include: string[], exclude: string[], testTimeout: number) => ({
  test: { name, include, exclude: ['node_modules/**', 'dist/**', ...exclude], testTimeout, hookTimeout: testTimeout },
});

const everywhere = (suffix: string) => [`{functions,shared,gateway-apim,spa,local,scripts,tests}/**/*.${suffix}.ts`];

export default defineConfig({
  test: {
    projects: [
      tier('unit', everywhere('test'), ['**/*.int.test.ts', '**/*.e2e.test.ts'], 10_000),
      tier('int', everywhere('int.test'), [], 60_000),
      tier('e2e', everywhere('e2e.test'), [], 180_000),
    ],
  },
});
