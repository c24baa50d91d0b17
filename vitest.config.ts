import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{contract,science,wecom,weixin,sandbox,server,demo,test,web}/**/*.test.{ts,tsx}'],
    globalSetup: ['test/engines.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    // What is waited for comes at once on an idle machine; a busy one may take longer than the second that is usual.
    expect: { poll: { timeout: 20_000, interval: 50 } },
    // Two cores: more files at once only make the engines wait for each other.
    maxWorkers: 2,
    // No test leaves anything behind in a module, and reading the house anew for each file was a tenth of the whole run.
    isolate: false,
  },
})
