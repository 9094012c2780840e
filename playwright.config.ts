// The site in a real Chromium: `npm run web`. The server is the one that `npm start` runs, with a data folder of its own.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig, devices } from '@playwright/test'
import { chromiumPath } from './test/web/chromium.ts'

const port = Number(process.env['TIMONEL_TEST_PORT'] ?? 4599)
const executablePath = chromiumPath()
// Workers read this file again: one folder for all of them.
const data = (process.env['TIMONEL_TEST_DATA'] ??= mkdtempSync(join(tmpdir(), 'timonel-web-')))

export default defineConfig({
  testDir: 'test/web',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  forbidOnly: process.env['CI'] !== undefined,
  reporter: process.env['CI'] ? [['list'], ['json', { outputFile: '.results/web.json' }]] : [['list']],
  timeout: 120_000,
  expect: { timeout: 10_000 },
  use: {
    ...devices['Desktop Chrome'],
    baseURL: `http://127.0.0.1:${port}`,
    viewport: { width: 1280, height: 800 },
    locale: 'es-ES',
    trace: 'retain-on-failure',
    launchOptions: executablePath ? { executablePath } : {},
  },
  webServer: {
    command: `node cli/main.ts serve --port ${port} --data ${data} --cluster embedded`,
    url: `http://127.0.0.1:${port}`,
    timeout: 120_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
    stdout: 'ignore',
    stderr: 'pipe',
  },
})
