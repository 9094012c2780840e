#!/usr/bin/env node
// Adds up what the test runners of one CI run counted: prints `N passed, N failed, N skipped` as its last line.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The two forms of result file: vitest's JSON and Playwright's. */
interface Results {
  numPassedTests?: number
  numFailedTests?: number
  numPendingTests?: number
  numFailedTestSuites?: number
  stats?: { expected: number; unexpected: number; flaky: number; skipped: number }
}

const folder = process.argv[2] ?? '.results'
const total = { passed: 0, failed: 0, skipped: 0 }
for (const file of existsSync(folder) ? readdirSync(folder) : []) {
  const results = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Results
  total.passed += (results.numPassedTests ?? 0) + (results.stats ? results.stats.expected + results.stats.flaky : 0)
  // A file that could not even be read counts no failed test of its own.
  const broken = results.numFailedTests === 0 ? (results.numFailedTestSuites ?? 0) : 0
  total.failed += (results.numFailedTests ?? 0) + broken + (results.stats?.unexpected ?? 0)
  total.skipped += (results.numPendingTests ?? 0) + (results.stats?.skipped ?? 0)
}
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1
