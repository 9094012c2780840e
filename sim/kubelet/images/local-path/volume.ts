// The volume that a claim gets, and the directory it is. Rules: local-path-provisioner's provisioner.go provisionFor (0.0.30), sig-storage-lib-external-provisioner
import { provisionedByAnnotation, requestedStorage } from '../../../api/volume-matching.ts'
import type { Node, PersistentVolume, PersistentVolumeClaim, StorageClass } from '../../../generated/types.ts'
import { basePath, configOf, isShared, type ProvisionerConfig } from './config.ts'

const hostnameLabel = 'kubernetes.io/hostname'
const nodeAnnotation = 'local.path.provisioner/selected-node'

/** A claim that cannot be served; the message is the real program's. */
export class ProvisionError extends Error {}

export interface Wanted {
  claim: PersistentVolumeClaim
  storageClass: StorageClass
  /** Where its first consumer runs; undefined where nobody said. */
  node: Node | undefined
  config: ProvisionerConfig
  provisioner: string
}

/** The volume for a claim. Throws ProvisionError or ConfigError. */
export function volumeFor({ claim, storageClass, node, config, provisioner }: Wanted): PersistentVolume {
  const className = storageClass.metadata.name!
  const part = configOf(config, className)
  const shared = isShared(part)
  const modes = claim.spec?.accessModes ?? []
  if (!shared) {
    if (claim.spec?.selector) throw new ProvisionError('claim.Spec.Selector is not supported')
    if (modes.some((mode) => mode !== 'ReadWriteOnce' && mode !== 'ReadWriteOncePod')) {
      throw new ProvisionError('NodePath only supports ReadWriteOnce and ReadWriteOncePod (1.22+) access modes')
    }
    if (!node) throw new ProvisionError('configuration error, no node was specified')
  }
  const { namespace, name: claimName, uid, resourceVersion } = claim.metadata
  const name = `pvc-${uid}`
  const { nodePath = '', pathPattern } = storageClass.parameters ?? {}
  const base = basePath(part, node?.metadata.name ?? '', nodePath)
  const folder = pathPattern === undefined ? `${name}_${namespace}_${claimName}` : fromPattern(pathPattern, name, claim)
  return {
    metadata: {
      name,
      annotations: { [nodeAnnotation]: node?.metadata.name ?? '', [provisionedByAnnotation]: provisioner },
    },
    spec: {
      accessModes: modes,
      capacity: { storage: requestedStorage(claim) },
      claimRef: {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        name: claimName!,
        namespace: namespace!,
        uid: uid!,
        resourceVersion: resourceVersion!,
      },
      ...sourceAt(`${base.replace(/\/+$/, '')}/${folder}`, volumeType(claim, storageClass)),
      ...(shared ? {} : { nodeAffinity: onlyOn(node!) }),
      persistentVolumeReclaimPolicy: storageClass.reclaimPolicy ?? 'Delete',
      storageClassName: className,
      volumeMode: 'Filesystem',
    },
  }
}

/** The node whose directory a volume is; '' for a shared one. */
export function nodeOf(volume: PersistentVolume): string {
  const terms = volume.spec?.nodeAffinity?.required?.nodeSelectorTerms ?? []
  const expressions = terms.flatMap(({ matchExpressions = [] }) => matchExpressions)
  return expressions.find(({ key }) => key === hostnameLabel)?.values?.[0] ?? ''
}

function onlyOn({ metadata }: Node): NonNullable<PersistentVolume['spec']>['nodeAffinity'] {
  const values = [metadata.labels?.[hostnameLabel] ?? metadata.name!]
  return {
    required: { nodeSelectorTerms: [{ matchExpressions: [{ key: hostnameLabel, operator: 'In', values }] }] },
  }
}

function volumeType(claim: PersistentVolumeClaim, storageClass: StorageClass): string {
  return (
    claim.metadata.annotations?.['volumeType'] ?? storageClass.metadata.annotations?.['defaultVolumeType'] ?? 'hostPath'
  )
}

function sourceAt(path: string, type: string): Pick<NonNullable<PersistentVolume['spec']>, 'local' | 'hostPath'> {
  if (type.toLowerCase() === 'local') return { local: { path } }
  if (type.toLowerCase() === 'hostpath') return { hostPath: { path, type: 'DirectoryOrCreate' } }
  throw new ProvisionError(`failed to create persistent volume source: "${type}" is not a recognised volume type`)
}

/** `{{ .PVC.Namespace }}/{{ .PVC.Name }}` filled in. */
function fromPattern(pattern: string, volume: string, { metadata }: PersistentVolumeClaim): string {
  return pattern.replace(/\{\{-?\s*(\S+?)\s*-?\}\}/g, (_whole, field: string) => {
    const annotation = /^\.PVC\.(Labels|Annotations)\.(\w+)$/.exec(field)
    if (field === '.PVName') return volume
    if (field === '.PVC.Name') return metadata.name ?? ''
    if (field === '.PVC.Namespace') return metadata.namespace ?? ''
    if (!annotation) throw new ProvisionError(`failed to create path from pattern ${pattern}: template: pathPattern`)
    const from = annotation[1] === 'Labels' ? metadata.labels : metadata.annotations
    return from?.[annotation[2]!] ?? '<no value>'
  })
}
