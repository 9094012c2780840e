// Some container of a workload, or of a Job, wrote something on its standard streams.
import type { Pod } from '../../diagnose/objects.ts'
import { objectId } from '../finding.ts'
import type { ClusterReader, Finding } from '../grader.ts'
import { messages } from '../messages.ts'
import { missingWorkload, type Workload, workloadOf } from '../workload.ts'

/** Whose log: of a workload's pods as they are now, or of a Job's, ended ones too. */
export type Writer = Workload | { namespace?: string; job: string }

/** @param wanted `contains`: a piece of one line, of any of its containers. */
export function logContains(wanted: Writer & { contains: string }): (cluster: ClusterReader) => Promise<Finding> {
  const { namespace = 'default', contains } = wanted
  return async (cluster) => {
    const found = await podsOf(cluster, wanted)
    if (!('pods' in found)) return found
    const containers = found.pods.flatMap(({ metadata, spec }) =>
      spec.containers.map((container) => ({ namespace, pod: metadata.name, container: container.name })),
    )
    const logs = await Promise.all(containers.map((container) => cluster.log(container)))
    const lines = logs.flatMap((log) => (log ?? '').trimEnd().split('\n'))
    const line = lines.find((each) => each.includes(contains))
    return {
      object: found.id,
      field: 'kubectl logs',
      expected: messages.somewhereInLog(contains),
      observed: line ?? (found.pods.length === 0 ? messages.noPodsOf : messages.lastLine(lines.at(-1) ?? '')),
      ...(line === undefined ? { because: messages.nothingWritten } : {}),
      holds: line !== undefined,
    }
  }
}

async function podsOf(cluster: ClusterReader, writer: Writer): Promise<{ id: string; pods: Pod[] } | Finding> {
  if (!('job' in writer)) {
    const { id, pods } = await workloadOf(cluster, writer)
    return pods ? { id, pods } : missingWorkload(writer)
  }
  const { job: name, namespace = 'default' } = writer
  const pods = await cluster.list<Pod>('v1', 'Pod', namespace)
  return {
    id: objectId({ apiVersion: 'batch/v1', kind: 'Job', name, namespace }),
    pods: pods.filter(({ metadata }) => metadata.labels?.['batch.kubernetes.io/job-name'] === name),
  }
}
