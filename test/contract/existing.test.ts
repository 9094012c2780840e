import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { embeddedProvider } from '../../providers/embedded.ts'
import { describeExisting } from './existing.ts'

const folder = mkdtempSync(join(tmpdir(), 'timonel-under-existing-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describeExisting(embeddedProvider(folder), 20_000)
