// Plays a scenario on the embedded scheduler and tells what became of each pod.
import { events, nodes, persistentVolumeClaims, persistentVolumes, pods, storageClasses } from '../../sim/api/refs.ts'
import { classOfClaim, selectedNodeAnnotation } from '../../sim/api/volume-matching.ts'
import type { PersistentVolumeClaim, Pod } from '../../sim/generated/types.ts'
import type { Outcome, Scenario } from './scenario.ts'
import { createWorld, type World } from './world.ts'

/** All that the binder does by itself happens within its resync. */
const resyncMs = 16_000
/** Longer than the binder takes for a volume that is there. */
const bindingMs = 100
/** Classes whose volumes the recorder made once a node was chosen. */
const provisioners = new Set(['example.com/dyn', 'example.com'])
/** The one of them that is a CSI driver. */
const csiDriver = 'example.com'
/** Victims stay a while in these scenarios, and the pod for which they leave waits. */
const graceful = 'preemptionGraceful'

/** The outcomes of the scenario's pods, in order. After each, the cluster is made to be as it was when it was recorded. */
export async function play({ objects, pods: recorded, features }: Scenario): Promise<Outcome[]> {
  let expected: Outcome = {}
  const world = await createWorld((equals) => {
    const asRecorded = [expected.nominated, expected.node].find((node) => node !== undefined && equals.includes(node))
    return asRecorded ?? equals[0]!
  })
  try {
    for (const object of objects) await world.make(object)
    await world.clock.advance(boundClaims(world, false).length > 0 ? resyncMs : bindingMs)
    const outcomes: Outcome[] = []
    for (const { manifest, outcome } of recorded) {
      expected = outcome
      outcomes.push(await placed(world, manifest))
      await settle(world, manifest, outcome, features.includes(graceful))
      for (const failure of world.failures) throw failure
    }
    return outcomes
  } finally {
    world.stop()
  }
}

/** Makes the pod and waits until the scheduler has done with it. */
async function placed(world: World, manifest: Pod): Promise<Outcome> {
  const seen = watchPod(world, manifest)
  const unbound = new Set(boundClaims(world, false).map(({ metadata }) => metadata.name!))
  await world.make(manifest)
  await world.clock.advance(0)
  const pod = podOf(world, manifest)!
  if (!pod.spec?.nodeName && !seen.condition) {
    // Its volumes are still to come.
    for (const step of [bindingMs, resyncMs]) {
      await provision(world)
      await world.clock.advance(step)
    }
  }
  const now = podOf(world, manifest) ?? pod
  const claims = boundClaims(world, true).filter(({ metadata }) => unbound.has(metadata.name!))
  const told = (await world.client.list(events, '')).items
  const uid = pod.metadata.uid!
  const message = told.find((one) => one.reason === 'FailedScheduling' && one.involvedObject.uid === uid)?.message
  const preempted = told.filter((one) => one.reason === 'Preempted' && one.message?.includes(uid))
  const { feasible, scores, final } = world.scheduler.decisionOf(uid) ?? {}
  const node = now.spec?.nodeName
  seen.end()
  return {
    ...(node ? { node, feasible: [...feasible!] } : {}),
    ...(node && feasible!.length > 1 ? { scores: { ...scores }, final: { ...final } } : {}),
    ...(claims.length > 0
      ? { claims: Object.fromEntries(claims.map(({ metadata, spec }) => [metadata.name!, spec!.volumeName!])) }
      : {}),
    ...(message === undefined ? {} : { message }),
    ...(seen.condition ? { condition: seen.condition } : {}),
    ...(seen.nominated && preempted.length > 0 ? { nominated: seen.nominated } : {}),
    ...(preempted.length > 0
      ? {
          preempted: preempted.map(({ involvedObject, message: text = '' }) => ({
            pod: `${involvedObject.namespace}/${involvedObject.name}`,
            message: text.replace(uid, '<uid>'),
          })),
        }
      : {}),
  }
}

/** Notes the first reason why the pod has no node, and the first node that it is to get. */
function watchPod({ informers }: World, { metadata }: Pod) {
  const seen: { condition?: Outcome['condition']; nominated?: string; end: () => void } = { end: () => undefined }
  const note = (pod: Pod): void => {
    if (pod.metadata.name !== metadata.name || pod.metadata.namespace !== (metadata.namespace ?? 'default')) return
    const condition = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled')
    if (condition?.status === 'False') {
      const { status, reason, message } = condition
      seen.condition ??= { status, ...(reason ? { reason } : {}), ...(message ? { message } : {}) }
    }
    if (pod.status?.nominatedNodeName) seen.nominated ??= pod.status.nominatedNodeName
  }
  seen.end = informers.for(pods).on({ added: note, updated: note })
  return seen
}

function podOf({ informers }: World, { metadata }: Pod): Pod | undefined {
  return informers.for(pods).get(metadata.namespace ?? 'default', metadata.name!)
}

function boundClaims({ informers }: World, bound: boolean): PersistentVolumeClaim[] {
  return informers
    .for(persistentVolumeClaims)
    .list()
    .filter(({ spec }) => Boolean(spec?.volumeName) === bound)
}

/** Makes the volumes for which a node was chosen. */
async function provision(world: World): Promise<void> {
  const { client, informers } = world
  for (const claim of boundClaims(world, false)) {
    const { metadata, spec } = claim
    const storageClass = informers.for(storageClasses).get('', classOfClaim(claim))
    if (metadata.annotations?.[selectedNodeAnnotation] === undefined) continue
    if (!storageClass || !provisioners.has(storageClass.provisioner)) continue
    await client.create(persistentVolumes, {
      metadata: { name: `dyn-${metadata.name}` },
      spec: {
        capacity: { ...spec?.resources?.requests },
        accessModes: [...(spec?.accessModes ?? [])],
        storageClassName: storageClass.metadata.name!,
        ...(storageClass.provisioner === csiDriver
          ? { csi: { driver: csiDriver, volumeHandle: metadata.uid! } }
          : { hostPath: { path: `/volumes/${metadata.uid}` } }),
        claimRef: {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          namespace: metadata.namespace!,
          name: metadata.name!,
          uid: metadata.uid!,
        },
      },
    })
  }
}

/** Leaves the cluster as the recorder did: a refused pod goes, a placed one is where it was put then. */
async function settle(world: World, manifest: Pod, recorded: Outcome, waits: boolean): Promise<void> {
  const { client, clock } = world
  const pod = podOf(world, manifest)!
  const { namespace, name } = pod.metadata
  const stays = recorded.node === undefined ? waits && recorded.nominated !== undefined : true
  if (pod.spec?.nodeName !== recorded.node || !stays) {
    await client.delete(pods, namespace!, name!, { gracePeriodSeconds: 0 })
    if (recorded.node !== undefined && world.informers.for(nodes).get('', recorded.node)) {
      await world.make({ ...manifest, spec: { ...manifest.spec!, nodeName: recorded.node } } as Pod)
    }
  }
  await clock.advance(0)
}
