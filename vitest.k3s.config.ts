import { defineConfig } from 'vitest/config'

/** What needs a Docker engine: one cluster at a time, so one file at a time. */
export default defineConfig({
  test: {
    include: ['test/k3s/**/*.test.ts'],
    fileParallelism: false,
    // Two cores carry three nodes and the tests: what was only late gets a second chance.
    retry: 1,
    reporters: process.env['CI'] ? ['default', ['json', { outputFile: '.results/k3s.json' }]] : ['default'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
})
