import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { memoryProgress } from '../../course/progress/memory.ts'
import { sqliteProgress } from '../../course/progress/sqlite.ts'
import { describeProgress } from './progress.ts'

const folder = mkdtempSync(join(tmpdir(), 'timonel-progress-'))
afterAll(() => rmSync(folder, { recursive: true }))
let count = 0
let file = ''

describeProgress('memory', memoryProgress, undefined)
describeProgress(
  'sqlite',
  () => sqliteProgress((file = join(folder, `${++count}.db`))),
  (store) => {
    store.close()
    return sqliteProgress(file)
  },
)
