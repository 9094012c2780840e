import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { embeddedProvider } from '../../providers/embedded.ts'
import { describeConformance } from './describe.ts'

const folder = mkdtempSync(join(tmpdir(), 'timonel-conformance-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describeConformance('embedded', () => Promise.resolve(embeddedProvider(folder)), 90_000)
