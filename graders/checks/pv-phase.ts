// A volume is in one of some phases.
import type { Volume } from '../../diagnose/objects.ts'
import { missing, objectId } from '../finding.ts'
import type { ClusterReader, Finding } from '../grader.ts'
import { messages } from '../messages.ts'

export function pvPhase(wanted: { name: string; phases: string[] }): (cluster: ClusterReader) => Promise<Finding> {
  const object = { apiVersion: 'v1', kind: 'PersistentVolume', name: wanted.name }
  return async (cluster) => {
    const volume = await cluster.get<Volume>('v1', 'PersistentVolume', wanted.name)
    if (!volume) return missing(object)
    const phase = volume.status?.phase ?? 'Pending'
    const owner = volume.spec.claimRef
    return {
      object: objectId(object),
      field: 'status.phase',
      expected: wanted.phases.join(' o '),
      observed: phase,
      ...(owner ? { because: messages.volumeOf(wanted.name, `${owner.namespace}/${owner.name}`) } : {}),
      holds: wanted.phases.includes(phase),
    }
  }
}
