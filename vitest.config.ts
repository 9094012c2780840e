import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** Everything that needs no Docker and no browser. */
export default defineConfig({
  test: {
    include: ['{sim,providers,graders,diagnose,traffic,course,cli,scripts,app}/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['test/web/**', 'test/k3s/**', 'node_modules/**', '.next/**'],
    reporters: process.env['CI'] ? ['default', ['json', { outputFile: '.results/unit.json' }]] : ['default'],
    // One less than the cores, where nothing is said: one, on two cores, while half of the tests wait for another process.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})
