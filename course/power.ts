// The power of a cluster's nodes: what happens to pods when a machine goes off has to be seen to be believed.
import { switchContainer } from '../providers/k3s/machines.ts'
import { readExtension } from '../providers/kubeconfig.ts'
import { ClusterApi } from './cluster-api.ts'
import { CourseError } from './course-error.ts'

/**
 * Switches a node's machine off or on, on the engines whose machines are ours. The cluster notices by itself, after 50 s.
 * Rejects with CourseError: `no-power`, `no-node`.
 */
export async function switchNode(kubeconfig: string, node: string, on: boolean): Promise<void> {
  const extension = readExtension(kubeconfig)
  if (extension?.engine === 'embedded') return switchEmbedded(new ClusterApi(kubeconfig), node, on)
  if (extension?.engine === 'k3s') return switchK3s(extension.machines ?? {}, node, on)
  throw new CourseError(
    'no-power',
    'Las máquinas de este cluster no son de Timonel: no se pueden apagar desde aquí.',
    'Apágalas tú si son tuyas, o usa el cluster incorporado (--cluster embedded) o k3s.',
  )
}

/**
 * Whether a node's machine is on: the cluster itself learns of it late, or never. Asked of the embedded engine alone.
 * Rejects with CourseError: `no-node`.
 */
export async function isNodeOn(kubeconfig: string, node: string): Promise<boolean> {
  const machines = await machinesOf(new ClusterApi(kubeconfig))
  const found = machines.find(({ name }) => name === node)
  if (found) return found.on
  throw noNode(node, machines)
}

async function machinesOf(api: ClusterApi): Promise<{ name: string; on: boolean }[]> {
  const { body } = await api.call('GET', '/timonel/v1/nodes')
  return (body as { nodes?: { name: string; on: boolean }[] }).nodes ?? []
}

async function switchEmbedded(api: ClusterApi, node: string, on: boolean): Promise<void> {
  const path = `/timonel/v1/nodes/${encodeURIComponent(node)}/power`
  const { status, body } = await api.call('POST', path, { body: JSON.stringify({ on }) })
  if (status === 404) {
    const machines = await machinesOf(api)
    throw noNode(node, machines)
  }
  if (status >= 300) {
    const { message = '' } = body as { message?: string }
    throw new CourseError(
      'no-power',
      `El cluster no lo ha hecho: ${message}`,
      'Prueba con el kubeconfig del administrador.',
    )
  }
}

async function switchK3s(machines: Record<string, string>, node: string, on: boolean): Promise<void> {
  const [first] = Object.keys(machines)
  const container = machines[node]
  if (container === undefined)
    throw noNode(
      node,
      Object.keys(machines).map((name) => ({ name })),
    )
  if (node === first) {
    throw new CourseError(
      'no-power',
      `En «${node}» vive el plano de control: sin él no quedaría nadie que se diera cuenta.`,
      'Apaga otro nodo.',
    )
  }
  await switchContainer(container, on)
}

function noNode(node: string, nodes: { name: string }[]): CourseError {
  const names = nodes.map(({ name }) => name).join(', ')
  return new CourseError('no-node', `No hay ningún nodo «${node}».`, `Los que hay: ${names}.`)
}
