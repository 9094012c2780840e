#!/usr/bin/env node
// `npx timonel …`: finds the command, reads its options, and is the only place that ends the process.
import { runMain } from './run-main.ts'

const stopped = new Promise<void>((resolve) => {
  process.once('SIGINT', () => resolve())
  process.once('SIGTERM', () => resolve())
})
process.exit(
  await runMain(process.argv.slice(2), {
    out: (text) => void process.stdout.write(`${text}\n`),
    err: (text) => void process.stderr.write(`${text}\n`),
    stdin: process.stdin,
    env: process.env,
    stopped,
  }),
)
