// What a lab's cluster already holds when the learner comes, put there once.
import type { Cluster } from '../providers/provider.ts'
import { applyAnswer } from './answer.ts'
import type { Lab } from './catalogue.ts'
import { ClusterApi } from './cluster-api.ts'
import { CourseError } from './course-error.ts'

/** On the namespace kube-system, where every cluster has room for it and no learner looks: which lab was seeded. */
const seededAnnotation = 'timonel.dev/sembrado'
const systemNamespace = '/api/v1/namespaces/kube-system'

/** Applies the lab's seed unless this cluster has it. Rejects with CourseError naming what the cluster refused. */
export async function seedCluster(cluster: Cluster, lab: Lab): Promise<void> {
  if (await isSeeded(cluster)) return
  const api = new ClusterApi(cluster.kubeconfig)
  const report = await applyAnswer(cluster.kubeconfig, lab, lab.seed)
  const refused = report.documents.find(({ outcome }) => outcome === 'refused')
  if (refused) {
    throw new CourseError(
      'seed-refused',
      `El cluster no ha aceptado ${refused.file}, que este laboratorio necesita: ${refused.server ?? refused.message}`,
      'No es cosa tuya. Pulsa «Reiniciar» y, si se repite, cuéntaselo a quien lleva el curso.',
    )
  }
  await annotate(api, cluster.id)
}

/** Whether this cluster has been somebody's already. */
export async function isSeeded(cluster: Cluster): Promise<boolean> {
  const { metadata } = await systemNamespaceOf(new ClusterApi(cluster.kubeconfig))
  return metadata?.annotations?.[seededAnnotation] === cluster.id
}

/** So that the next lab on this cluster gets its seed; only matters where clusters are shared. */
export async function unseedCluster(cluster: Cluster): Promise<void> {
  await annotate(new ClusterApi(cluster.kubeconfig), null)
}

/** When this cluster began, in its own time. RFC 3339. */
export async function clusterBirth(cluster: Cluster): Promise<string> {
  const { metadata } = await systemNamespaceOf(new ClusterApi(cluster.kubeconfig))
  return metadata?.creationTimestamp ?? ''
}

interface NamespaceObject {
  metadata?: { creationTimestamp?: string; annotations?: Record<string, string> }
}

async function systemNamespaceOf(api: ClusterApi): Promise<NamespaceObject> {
  const { status, body } = await api.call('GET', systemNamespace)
  return status === 200 ? (body as NamespaceObject) : {}
}

async function annotate(api: ClusterApi, id: string | null): Promise<void> {
  await api.call('PATCH', systemNamespace, {
    body: JSON.stringify({ metadata: { annotations: { [seededAnnotation]: id } } }),
    contentType: 'application/merge-patch+json',
    timeoutMs: 3000,
  })
}
