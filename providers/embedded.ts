// Clusters simulated in a process of our own: nothing to install, ready at once. The default where no Docker engine answers.
import { startHost } from '../sim/host/process.ts'
import type { Host } from '../sim/host/host.ts'
import { withUsers, writeKubeconfig } from './kubeconfig.ts'
import type { Cluster, ClusterSpec, Provider } from './provider.ts'

/** @param folder where clusters are kept; they come back with the same id. One process a folder. */
export function embeddedProvider(folder: string): Provider {
  let host: Promise<Host> | undefined
  const hosted = (): Promise<Host> => {
    // One that has died leaves its clusters on disk: the next start brings them back.
    host ??= startHost(folder, () => (host = undefined))
    host.catch(() => (host = undefined))
    return host
  }
  return {
    name: 'embedded',
    unavailable: () => Promise.resolve(undefined),
    warm: async () => void (await hosted()),
    async start(spec, onProgress) {
      const begun = performance.now()
      onProgress?.({ stage: 'starting', text: 'Arrancando el cluster incorporado' })
      const cluster = await open(await hosted(), spec, begun)
      onProgress?.({ stage: 'ready', text: 'Listo' })
      return cluster
    },
    async close() {
      const running = host
      host = undefined
      await (await running)?.close()
    },
  }
}

async function open(host: Host, spec: ClusterSpec, begun: number): Promise<Cluster> {
  const { server, token, userTokens, ca, ingress, ingressTls, kubernetes } = await host.open(spec)
  const stop = (): Promise<void> => host.remove(spec.id)
  return {
    id: spec.id,
    kubeconfig: withUsers(
      writeKubeconfig(
        spec.id,
        { server, ca, user: { token } },
        {
          engine: 'embedded',
          kubernetes,
          readyMs: Math.round(performance.now() - begun),
          ...(ingress ? { ingress } : {}),
          ...(ingressTls ? { ingressTls } : {}),
        },
      ),
      Object.entries(userTokens).map(([name, own]) => ({ name, user: { token: own } })),
    ),
    stop,
    [Symbol.asyncDispose]: stop,
  }
}
