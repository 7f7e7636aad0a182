import { defineConfig } from 'vitest/config'

/** Tests start servers and databases on a machine that may be slow and shared, so limits only end what hangs. */
export default defineConfig({
  test: {
    include: ['{packages,modules,apps,tests,tooling}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/dist/**', '**/.ashlar/**'],
    globalSetup: ['packages/testing/src/global-setup.ts'],
    testTimeout: 180_000,
    // What a test waits for comes late on a busy machine; that it comes is what is tested.
    expect: { poll: { timeout: 60_000 } },
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
    maxWorkers: 2,
  },
})
