import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{contract,science,wecom,weixin,sandbox,server,demo,test,web}/**/*.test.{ts,tsx}'],
    globalSetup: ['test/engines.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    // Two cores: more files at once only make the engines wait for each other.
    maxWorkers: 2,
    // No test leaves anything behind in a module, and reading the house anew for each file was a tenth of the whole run.
    isolate: false,
  },
})
