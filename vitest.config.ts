import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{contract,science,wecom,weixin,sandbox,server,demo,test,web}/**/*.test.{ts,tsx}'],
    globalSetup: ['test/engines.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    // One more than two cores: of what a story or a kill loop takes, half is waiting for a page or for a process to come back.
    maxWorkers: 3,
    // No test leaves anything behind in a module, and reading the house anew for each file was a tenth of the whole run.
    isolate: false,
  },
})
