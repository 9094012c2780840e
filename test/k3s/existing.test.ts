// A cluster that is there already: made here by k3s, used by its kubeconfig alone.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { existingProvider } from '../../providers/existing.ts'
import { k3sProvider } from '../../providers/k3s.ts'
import type { Provider } from '../../providers/provider.ts'
import { contractSpec, describeProvider } from '../contract/provider.ts'
import { itLeavesNothingBehind } from './leaves-nothing.ts'

const folder = mkdtempSync(join(tmpdir(), 'timonel-existing-'))
const k3s = k3sProvider()
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function overKubeconfig(): Promise<Provider> {
  const { kubeconfig } = await k3s.start(contractSpec)
  const file = join(folder, 'kubeconfig')
  writeFileSync(file, kubeconfig)
  return { ...existingProvider(file), close: () => k3s.close() }
}

describeProvider('existing', overKubeconfig, 300_000)
itLeavesNothingBehind()
