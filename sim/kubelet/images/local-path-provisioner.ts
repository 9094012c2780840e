// rancher/local-path-provisioner: makes a volume on the chosen node for each claim of its classes. Rules: its provisioner.go (0.0.30) and sig-storage-lib-external-provisioner
import { nodes, persistentVolumeClaims, persistentVolumes, storageClasses } from '../../api/refs.ts'
import { ApiError } from '../../api/status.ts'
import { runQueue } from '../../client/work-queue.ts'
import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '../../generated/types.ts'
import { signals, type Process, type Program } from '../runtime/process.ts'
import { defineImage } from './image.ts'
import { treeWith } from './server.ts'

const selectedNode = 'volume.kubernetes.io/selected-node'
const provisionerAnnotation = 'volume.kubernetes.io/storage-provisioner'
const provisionedBy = 'pv.kubernetes.io/provisioned-by'
const basePath = '/var/lib/rancher/k3s/storage'

const program: Program = async (process) => {
  const name = option(process, 'provisioner-name') ?? process.env.get('PROVISIONER_NAME') ?? 'rancher.io/local-path'
  const { context, host, clock } = process.machine
  const claims = context.informers.for(persistentVolumeClaims)
  const volumes = context.informers.for(persistentVolumes)
  const recorder = context.recorderFor(`${name}_${host.hostname}`)
  const queue = runQueue(clock, {
    workers: 4,
    async sync(key) {
      const [kind, ...rest] = key.split('/')
      if (kind === 'volume') return release(process, name, volumes.get('', rest[0]!))
      const claim = claims.get(rest[0]!, rest[1]!)
      if (claim)
        await provision(process, name, claim, (type, reason, message) => recorder.event(claim, type, reason, message))
    },
    onError: (_key, error) => {
      if (!(error instanceof ApiError) && !(error instanceof ProvisionError)) context.onError(name, error)
    },
  })
  const addClaim = ({ metadata }: PersistentVolumeClaim): void =>
    queue.add(`claim/${metadata.namespace}/${metadata.name}`)
  const addVolume = ({ metadata }: PersistentVolume): void => queue.add(`volume/${metadata.name}`)
  const ends = [claims.on({ added: addClaim, updated: addClaim }), volumes.on({ added: addVolume, updated: addVolume })]
  const end = (): void => {
    for (const one of ends) one()
    queue.stop()
  }
  process.killed.addEventListener('abort', end, { once: true })
  await process.complain(`level=info msg="Provisioner started"\n`)
  await process.until(
    new Promise<void>((resolve) => {
      for (const signal of [signals.TERM!, signals.INT!]) process.onSignal(signal, resolve)
    }),
  )
  end()
  return 0
}

export const localPathProvisioner = defineImage({
  names: ['docker.io/rancher/local-path-provisioner'],
  digest: 'sha256:9b914881170048f80ae9302f36e5b99b4a6b18af73a38adc1c66d12f65d360be',
  sizeBytes: 20_600_321,
  command: ['local-path-provisioner', '--help'],
  programs: { 'local-path-provisioner': program },
  tree: (nowMs) => treeWith(nowMs, { '/usr/bin/local-path-provisioner': { program: 'local-path-provisioner' } }),
})

/** The value of `--name value` or `--name=value`. */
function option({ args }: Process, name: string): string | undefined {
  const at = args.findIndex((word) => word === `--${name}` || word.startsWith(`--${name}=`))
  if (at === -1) return undefined
  return args[at]!.includes('=') ? args[at]!.slice(args[at]!.indexOf('=') + 1) : args[at + 1]
}

/** Why no volume can be made, as the event says it. It is tried again. */
class ProvisionError extends Error {}

type Tell = (type: 'Normal' | 'Warning', reason: string, message: string) => void

async function provision(
  { machine: { context } }: Process,
  name: string,
  claim: PersistentVolumeClaim,
  tell: Tell,
): Promise<void> {
  const { annotations = {}, namespace, name: claimName, uid } = claim.metadata
  const className = claim.spec?.storageClassName
  if (claim.spec?.volumeName || annotations[provisionerAnnotation] !== name || !className) return
  const storageClass = await context.client.get(storageClasses, '', className)
  if (!storageClass) return
  if (storageClass.volumeBindingMode === 'WaitForFirstConsumer' && !annotations[selectedNode]) return
  const volumeName = `pvc-${uid}`
  if (await context.client.get(persistentVolumes, '', volumeName)) return
  tell('Normal', 'Provisioning', `External provisioner is provisioning volume for claim "${namespace}/${claimName}"`)
  try {
    await context.client.create(persistentVolumes, await volumeFor({ name, claim, storageClass, volumeName, context }))
  } catch (error) {
    if (!(error instanceof ProvisionError)) throw error
    tell(
      'Warning',
      'ProvisioningFailed',
      `failed to provision volume with StorageClass "${className}": ${error.message}`,
    )
    throw error
  }
  tell('Normal', 'ProvisioningSucceeded', `Successfully provisioned volume ${volumeName}`)
}

interface Wanted {
  name: string
  claim: PersistentVolumeClaim
  storageClass: StorageClass
  volumeName: string
  context: Process['machine']['context']
}

async function volumeFor({ name, claim, storageClass, volumeName, context }: Wanted): Promise<PersistentVolume> {
  const { annotations = {}, namespace, name: claimName, uid, resourceVersion } = claim.metadata
  if (claim.spec?.selector) throw new ProvisionError('claim.Spec.Selector is not supported')
  const modes = claim.spec?.accessModes ?? []
  if (modes.some((mode) => mode !== 'ReadWriteOnce' && mode !== 'ReadWriteOncePod')) {
    throw new ProvisionError('NodePath only supports ReadWriteOnce and ReadWriteOncePod (1.22+) access modes')
  }
  const nodeName = annotations[selectedNode]
  if (!nodeName) throw new ProvisionError('configuration error, no node was specified')
  const node = await context.client.get(nodes, '', nodeName)
  const path = `${basePath}/${volumeName}_${namespace}_${claimName}`
  const asLocal =
    (annotations.volumeType ?? storageClass.metadata.annotations?.defaultVolumeType ?? 'hostPath').toLowerCase() ===
    'local'
  const values = [node?.metadata.labels?.['kubernetes.io/hostname'] ?? nodeName]
  return {
    metadata: {
      name: volumeName,
      annotations: { 'local.path.provisioner/selected-node': nodeName, [provisionedBy]: name },
    },
    spec: {
      accessModes: modes,
      capacity: { storage: claim.spec?.resources?.requests?.storage ?? '0' },
      claimRef: {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        name: claimName!,
        namespace: namespace!,
        uid: uid!,
        resourceVersion: resourceVersion!,
      },
      ...(asLocal ? { local: { path } } : { hostPath: { path, type: 'DirectoryOrCreate' } }),
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values }] }],
        },
      },
      persistentVolumeReclaimPolicy: storageClass.reclaimPolicy ?? 'Delete',
      storageClassName: storageClass.metadata.name!,
      volumeMode: 'Filesystem',
      ...(storageClass.mountOptions?.length ? { mountOptions: storageClass.mountOptions } : {}),
    },
  }
}

/** Deletes a volume of ours whose claim is gone. */
async function release(
  { machine: { context } }: Process,
  name: string,
  volume: PersistentVolume | undefined,
): Promise<void> {
  if (!volume || volume.metadata.annotations?.[provisionedBy] !== name || volume.metadata.deletionTimestamp) return
  if (volume.status?.phase !== 'Released' || volume.spec?.persistentVolumeReclaimPolicy !== 'Delete') return
  try {
    await context.client.delete(persistentVolumes, '', volume.metadata.name!)
  } catch (error) {
    if (!(error instanceof ApiError && error.code === 404)) throw error
  }
}
