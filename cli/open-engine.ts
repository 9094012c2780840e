// The engine that a command's options ask for, and a data folder that lasts as long as the command.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chooseProvider } from '../providers/choose.ts'
import type { Cluster, ClusterSpec, Provider } from '../providers/provider.ts'
import { type Input, text } from './command.ts'

/** A provider that is closed, with its folder, when the command ends. Rejects in Spanish where it cannot run. */
export async function openEngine(input: Input, fallback?: string): Promise<{ provider: Provider } & AsyncDisposable> {
  const folder = mkdtempSync(join(tmpdir(), 'timonel-'))
  const remove = (): void => rmSync(folder, { recursive: true, force: true })
  try {
    const asked = text(input, 'cluster') ?? input.io.env['TIMONEL_CLUSTER'] ?? fallback
    const kubeconfig = text(input, 'kubeconfig') ?? input.io.env['KUBECONFIG']
    const provider = await chooseProvider(asked, { dataFolder: folder, ...(kubeconfig ? { kubeconfig } : {}) })
    return {
      provider,
      async [Symbol.asyncDispose]() {
        await provider.close()
        remove()
      },
    }
  } catch (error) {
    remove()
    throw error
  }
}

/** Starts a cluster, telling each stage on the error output, where it does not disturb what a machine reads. */
export function startCluster(provider: Provider, spec: ClusterSpec, input: Input): Promise<Cluster> {
  return provider.start(spec, ({ stage, text: said }) => {
    if (stage !== 'ready') input.io.err(`… ${said}`)
  })
}
