// A claim got its volume from a dynamic provisioner.
import type { Claim, Volume } from '../../diagnose/objects.ts'
import { missing } from '../finding.ts'
import type { ClusterReader, Finding } from '../grader.ts'
import { messages } from '../messages.ts'

export function pvcProvisioned(wanted: {
  name: string
  namespace?: string
  provisioner: string
}): (cluster: ClusterReader) => Promise<Finding> {
  const { name, namespace = 'default', provisioner } = wanted
  return async (cluster) => {
    const claim = await cluster.get<Claim>('v1', 'PersistentVolumeClaim', name, namespace)
    if (!claim) return missing({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace })
    const volumeName = claim.spec.volumeName ?? ''
    const volume = volumeName === '' ? undefined : await cluster.get<Volume>('v1', 'PersistentVolume', volumeName)
    const by = volume?.metadata.annotations?.['pv.kubernetes.io/provisioned-by']
    return {
      object: volume ? `v1/PersistentVolume/${volumeName}` : `v1/PersistentVolumeClaim/${namespace}/${name}`,
      field: 'metadata.annotations[pv.kubernetes.io/provisioned-by]',
      expected: provisioner,
      observed: by ?? '(vacío)',
      ...(by === provisioner ? {} : { because: messages.notProvisioned(name) }),
      holds: by === provisioner,
    }
  }
}
