// The contract of a cluster that is there already: one that `engine` made, used by its kubeconfig alone.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { existingProvider } from '../../providers/existing.ts'
import type { Provider } from '../../providers/provider.ts'
import { contractSpec, describeProvider } from './provider.ts'

/** @param timeoutMs what a start of the engine may take. */
export function describeExisting(engine: Provider, timeoutMs: number): void {
  const folder = mkdtempSync(join(tmpdir(), 'timonel-existing-'))
  const file = join(folder, 'kubeconfig')
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  async function overKubeconfig(): Promise<Provider> {
    const { kubeconfig } = await engine.start(contractSpec)
    writeFileSync(file, kubeconfig)
    return { ...existingProvider(file), close: () => engine.close() }
  }

  describeProvider('existing', overKubeconfig, timeoutMs)
}
