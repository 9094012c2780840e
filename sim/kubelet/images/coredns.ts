// CoreDNS: says that it is well. Names are answered by the network itself, as long as a ready pod of this image stands behind kube-dns.
import type { Program } from '../runtime/process.ts'
import { defineImage } from './image.ts'
import { serveUntilAsked, treeWith } from './server.ts'

const ports = { dns: 53, health: 8080, ready: 8181 }

const program: Program = async (process) => {
  await process.print(
    '.:53\n[INFO] plugin/reload: Running configuration SHA512 = 1b226df79860026c6a52e67daa10d7f0d57ec5b023288ec00c5e05f93523c894564e15b91770d3a07ae1cfbe861d15b37d4a0027e69c546ab112970993a3b03b\nCoreDNS-1.13.1\n',
  )
  const closeDns = process.machine.host.listen(ports.dns, { accept: (connection) => connection.close() })
  const closeHealth = process.machine.host.listen(ports.health, { serve: async () => new Response('OK') })
  const status = await serveUntilAsked(process, ports.ready, { serve: async () => new Response('OK') })
  closeDns?.()
  closeHealth?.()
  return status
}

export const coredns = defineImage({
  names: ['docker.io/rancher/mirrored-coredns-coredns', 'registry.k8s.io/coredns/coredns', 'docker.io/coredns/coredns'],
  digest: 'sha256:9b9128672209474da07c91439bf15ed704ae05ad918dd6454e5b6ae14e35fee6',
  sizeBytes: 22_391_310,
  memoryMiB: 14,
  entrypoint: ['/coredns'],
  programs: { coredns: program },
  tree: (nowMs) => treeWith(nowMs, { '/coredns': { program: 'coredns' } }),
})
