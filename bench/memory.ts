// Memory of a cluster: how much the host's process grows with many of them, each with a small workload.
import { readFileSync } from 'node:fs'
import { embeddedProvider } from '../providers/embedded.ts'
import { connect } from './cluster.ts'
import { claim, deployment, volume } from './workloads.ts'

/** Starts `count` clusters in a host of their own under `folder` and prints MB a cluster. Linux only: elsewhere it says so. */
export async function memoryPerCluster(folder: string, count: number): Promise<void> {
  if (process.platform !== 'linux') return console.log('memory a cluster: measured on Linux only')
  const provider = embeddedProvider(`${folder}/memory`)
  const nodes = ['nodo1', 'nodo2', 'nodo3'].map((name) => ({ name }))
  const start = async (index: number): Promise<void> => {
    const { kubeconfig } = await provider.start({ id: `memory-${index}`, nodes, ingress: true, storage: true })
    await using cluster = connect(kubeconfig)
    await cluster.send('POST', '/api/v1/persistentvolumes', volume('v'))
    await cluster.send('POST', '/api/v1/namespaces/default/persistentvolumeclaims', claim('v'))
    await cluster.send('POST', '/apis/apps/v1/namespaces/default/deployments', deployment('web'))
    await cluster.until('/apis/apps/v1/namespaces/default/deployments', ({ status }) => status?.readyReplicas === 3)
  }
  await start(0)
  const pid = Number(readFileSync(`${folder}/memory/host.pid`, 'utf8'))
  const before = residentMB(pid)
  for (let index = 1; index <= count; index++) await start(index)
  const each = (residentMB(pid) - before) / count
  console.log(`memory a cluster (${count} of them): ${each.toFixed(1)} MB, aim < 15 MB`)
  await provider.close()
}

/** Linux only. */
export function residentMB(pid: number): number {
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) / 1024
}
