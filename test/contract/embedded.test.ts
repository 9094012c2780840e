import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { embeddedProvider } from '../../providers/embedded.ts'
import { describeProvider } from './provider.ts'

const folder = mkdtempSync(join(tmpdir(), 'timonel-embedded-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describeProvider('embedded', () => Promise.resolve(embeddedProvider(folder)), 20_000)
