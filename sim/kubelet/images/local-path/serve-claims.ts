// Watches claims and volumes of one provisioner, and has errands run for them. Rules: sig-storage-lib-external-provisioner v10 controller/controller.go
import { nodes, persistentVolumeClaims, persistentVolumes, storageClasses } from '../../../api/refs.ts'
import { quantityValue } from '../../../api/quantity.ts'
import { ApiError } from '../../../api/status.ts'
import {
  classOfClaim,
  provisionedByAnnotation,
  requestedStorage,
  selectedNodeAnnotation,
  storageOf,
  waitsForConsumer,
} from '../../../api/volume-matching.ts'
import { runQueue } from '../../../client/work-queue.ts'
import type { PersistentVolume, PersistentVolumeClaim } from '../../../generated/types.ts'
import type { Process } from '../../runtime/process.ts'
import { ConfigError, configOf, type ProvisionerConfig } from './config.ts'
import { ErrandError, runErrand, type HelperOptions } from './helper-pod.ts'
import { nodeOf, ProvisionError, volumeFor } from './volume.ts'

const provisionerAnnotation = 'volume.kubernetes.io/storage-provisioner'
/** k8s: DefaultFailedProvisionThreshold, NewItemExponentialFailureRateLimiter(15s, 1000s) */
const retry = { firstMs: 15_000, maxMs: 1_000_000, times: 15 }
const workers = 4

export interface ServeOptions {
  process: Process
  provisioner: string
  helper: Omit<HelperOptions, 'timeoutSeconds' | 'command'>
  /** As it is at the moment: it may change while the program runs. */
  config: () => ProvisionerConfig
}

/** Serves until the returned function is called. */
export function serveClaims(options: ServeOptions): () => void {
  const { context, host, clock } = options.process.machine
  const claims = context.informers.for(persistentVolumeClaims)
  const volumes = context.informers.for(persistentVolumes)
  const recorder = context.recorderFor(`${options.provisioner}_${host.hostname}`)
  const failures = new Map<string, number>()
  const queue = runQueue(clock, {
    workers,
    async sync(key) {
      const [kind, namespace = '', name = ''] = key.split('/')
      const object = kind === 'volume' ? volumes.get('', name) : claims.get(namespace, name)
      if (!object) return void failures.delete(key)
      try {
        if (kind === 'volume') await release(options, object as PersistentVolume)
        else await provision(options, object as PersistentVolumeClaim, recorder)
        failures.delete(key)
      } catch (error) {
        if (!isTold(error)) throw error
        if (error instanceof ErrandError && kind === 'volume') {
          recorder.event(object, 'Warning', 'VolumeFailedDelete', error.message)
        }
        const failed = failures.get(key) ?? 0
        failures.set(key, failed + 1)
        if (failed < retry.times) queue.addAfter(key, Math.min(retry.firstMs * 2 ** failed, retry.maxMs))
      }
    },
    onError: (_key, error) => {
      if (!options.process.killed.aborted) context.onError(options.provisioner, error)
    },
  })
  const addClaim = ({ metadata }: PersistentVolumeClaim): void =>
    queue.add(`claim/${metadata.namespace}/${metadata.name}`)
  const addVolume = ({ metadata }: PersistentVolume): void => queue.add(`volume//${metadata.name}`)
  const ends = [claims.on({ added: addClaim, updated: addClaim }), volumes.on({ added: addVolume, updated: addVolume })]
  return () => {
    for (const end of ends) end()
    queue.stop()
  }
}

function isTold(error: unknown): boolean {
  return [ApiError, ConfigError, ErrandError, ProvisionError].some((kind) => error instanceof kind)
}

async function provision(
  { process, provisioner, helper, config }: ServeOptions,
  claim: PersistentVolumeClaim,
  recorder: ReturnType<Process['machine']['context']['recorderFor']>,
): Promise<void> {
  const { client } = process.machine.context
  const { annotations = {}, namespace, name, uid } = claim.metadata
  if (claim.spec?.volumeName || annotations[provisionerAnnotation] !== provisioner) return
  const className = classOfClaim(claim)
  const storageClass = await client.get(storageClasses, '', className)
  if (storageClass?.provisioner !== provisioner) return
  const nodeName = annotations[selectedNodeAnnotation]
  if (waitsForConsumer(storageClass) && !nodeName) return
  if (await client.get(persistentVolumes, '', `pvc-${uid}`)) return
  const node = nodeName ? await client.get(nodes, '', nodeName) : undefined
  // Its node is gone: the scheduler has to choose again.
  if (nodeName && !node) return reschedule(process, claim)
  recorder.event(
    claim,
    'Normal',
    'Provisioning',
    `External provisioner is provisioning volume for claim "${namespace}/${name}"`,
  )
  try {
    const volume = volumeFor({ claim, storageClass, node, config: config(), provisioner })
    await errandFor('create', volume, nodeName ?? '', quantityValue(requestedStorage(claim)), helper, config())
    await client.create(persistentVolumes, volume)
  } catch (error) {
    if (isTold(error)) {
      const message = `failed to provision volume with StorageClass "${className}": ${(error as Error).message}`
      recorder.event(claim, 'Warning', 'ProvisioningFailed', message)
    }
    throw error
  }
  recorder.event(claim, 'Normal', 'ProvisioningSucceeded', `Successfully provisioned volume pvc-${uid}`)
}

async function reschedule({ machine }: Process, claim: PersistentVolumeClaim): Promise<void> {
  const { [selectedNodeAnnotation]: _gone, ...annotations } = claim.metadata.annotations ?? {}
  await machine.context.client.update(persistentVolumeClaims, {
    ...claim,
    metadata: { ...claim.metadata, annotations },
  })
}

/** Deletes a volume of ours whose claim is gone, what it held first. */
async function release(
  { process, provisioner, helper, config }: ServeOptions,
  volume: PersistentVolume,
): Promise<void> {
  const { metadata, spec, status } = volume
  if (metadata.annotations?.[provisionedByAnnotation] !== provisioner || metadata.deletionTimestamp) return
  if (status?.phase !== 'Released' || spec?.persistentVolumeReclaimPolicy !== 'Delete') return
  try {
    await errandFor('delete', volume, nodeOf(volume), quantityValue(storageOf(volume)), helper, config())
  } catch (error) {
    if (error instanceof ErrandError)
      throw new ErrandError(`failed to delete volume ${metadata.name}: ${error.message}`)
    throw error
  }
  try {
    await process.machine.context.client.delete(persistentVolumes, '', metadata.name!)
  } catch (error) {
    if (!(error instanceof ApiError && error.code === 404)) throw error
  }
}

async function errandFor(
  action: 'create' | 'delete',
  { metadata, spec }: PersistentVolume,
  node: string,
  bytes: bigint,
  helper: ServeOptions['helper'],
  config: ProvisionerConfig,
): Promise<void> {
  const path = spec?.hostPath?.path ?? spec?.local?.path ?? ''
  const volume = metadata.name!
  configOf(config, spec?.storageClassName ?? '')
  const doing = action === 'create' ? 'Creating' : 'Deleting'
  await helper.log(`${doing} volume ${volume} at ${node ? `${node}:` : ''}${path}`)
  const command = action === 'create' ? config.setupCommand : config.teardownCommand
  await runErrand(
    { action, volume, path, bytes, mode: spec?.volumeMode ?? 'Filesystem', node },
    { ...helper, timeoutSeconds: config.commandTimeoutSeconds, ...(command ? { command } : {}) },
  )
}
