// A cluster in the foreground: the line to copy, and then it runs until Ctrl-C.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readExtension } from '../providers/kubeconfig.ts'
import type { Cluster } from '../providers/provider.ts'
import type { Input } from './command.ts'

/** Prints how to use the cluster (JSON when asked), waits for the person to stop it, and stops it. */
export async function holdInForeground(cluster: Cluster, input: Input, hints: string[] = []): Promise<number> {
  const { io, options } = input
  const folder = mkdtempSync(join(tmpdir(), 'timonel-kubeconfig-'))
  const file = join(folder, 'kubeconfig')
  writeFileSync(file, cluster.kubeconfig, { mode: 0o600 })
  const extension = readExtension(cluster.kubeconfig)
  if (options['json'] === true) io.out(JSON.stringify({ kubeconfig: file, ...extension }))
  else {
    io.out(`export KUBECONFIG=${file}`)
    if (extension) io.err(`Kubernetes ${extension.kubernetes} (${extension.engine}), listo en ${extension.readyMs} ms.`)
    if (extension?.ingress)
      io.err(`Los Ingress contestan en ${extension.ingress}  (curl -H 'Host: …' ${extension.ingress}/)`)
    if (extension?.ingressTls) {
      const port = new URL(extension.ingressTls).port
      io.err(
        `y con TLS en ${extension.ingressTls}  (curl -k --connect-to ::127.0.0.1:${port} https://app1.mi-cluster.com/)`,
      )
    }
    for (const hint of hints) io.err(hint)
    io.err('Ctrl-C lo para.')
  }
  // A cluster in containers leaves nothing here that Node would wait for.
  const waiting = setInterval(() => {}, 2 ** 31 - 1)
  await io.stopped
  clearInterval(waiting)
  await cluster.stop()
  rmSync(folder, { recursive: true, force: true })
  return 0
}
