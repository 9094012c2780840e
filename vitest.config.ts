import { defineConfig } from 'vitest/config'

/** Everything that needs no Docker and no browser. */
export default defineConfig({
  test: {
    include: ['{sim,providers,graders,diagnose,traffic,course,cli,scripts,app}/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['test/web/**', 'test/k3s/**', 'node_modules/**', '.next/**'],
    reporters: process.env['CI'] ? ['default', ['json', { outputFile: '.results/unit.json' }]] : ['default'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})
