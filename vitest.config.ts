import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{sim,providers,graders,diagnose,course,cli,scripts,app}/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['test/web/**', 'test/k3s/**', 'node_modules/**', '.next/**'],
    testTimeout: 20_000,
  },
})
