#!/usr/bin/env node
// `npx timonel …`: finds the command, reads its options, and is the only place that ends the process.
import { runMain } from './run-main.ts'

const stopped = new Promise<void>((resolve) => {
  let asked = false
  // Kept, not `once`: a library that finds itself alone on a signal ends the process, with clusters left behind.
  const stop = (): void => {
    if (asked) process.exit(130)
    asked = true
    resolve()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
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
