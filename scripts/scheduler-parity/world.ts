// A cluster without nodes of its own: API, volume binder and scheduler, as the recording had them.
import { groupPath, type KubeObject, type ResourceRef } from '../../sim/api/object.ts'
import { csiDrivers, csiNodes, csiStorageCapacities, namespaces, podDisruptionBudgets } from '../../sim/api/refs.ts'
import { bindCompletedAnnotation } from '../../sim/api/volume-matching.ts'
import type { Client } from '../../sim/client/client.ts'
import type { Context } from '../../sim/client/context.ts'
import { createEventRecorder } from '../../sim/client/event-recorder.ts'
import { createSeriesRecorder } from '../../sim/client/event-series.ts'
import { createClient } from '../../sim/client/in-process.ts'
import { createInformers, type InformerFactory } from '../../sim/client/informer.ts'
import { fakeClock, type FakeClock } from '../../sim/clock.ts'
import { runController } from '../../sim/controllers/controller.ts'
import { createVolumeBinder } from '../../sim/controllers/volume-binder.ts'
import { limits } from '../../sim/limits.ts'
import { seededRandom } from '../../sim/random.ts'
import { resources } from '../../sim/resources/index.ts'
import type { ResourceStrategy } from '../../sim/resources/resource.ts'
import type { Choose } from '../../sim/scheduler/decision.ts'
import { createScheduler, type Scheduler } from '../../sim/scheduler/scheduler.ts'
import { createApi } from '../../sim/server/api-server.ts'
import { createStore } from '../../sim/store/store.ts'

export interface World {
  readonly client: Client
  readonly clock: FakeClock
  readonly informers: InformerFactory
  readonly scheduler: Scheduler
  /** What went wrong inside: nothing, or the world is not what it should be. */
  readonly failures: readonly unknown[]
  /** Makes an object; does nothing with a kind that the server lacks and the scheduler does not read. */
  make(object: KubeObject): Promise<void>
  stop(): void
}

/** Kinds that the scheduler reads: kept without rules where the server does not have them yet. */
const readBesides: { ref: ResourceRef<never>; type: string }[] = [
  { ref: csiNodes as ResourceRef<never>, type: 'io.k8s.api.storage.v1.CSINode' },
  { ref: csiDrivers as ResourceRef<never>, type: 'io.k8s.api.storage.v1.CSIDriver' },
  { ref: csiStorageCapacities as ResourceRef<never>, type: 'io.k8s.api.storage.v1.CSIStorageCapacity' },
  { ref: podDisruptionBudgets as ResourceRef<never>, type: 'io.k8s.api.policy.v1.PodDisruptionBudget' },
]

/** The recording's server admitted without ServiceAccounts and without tainting new nodes, and its pods bring their priority. */
const admittedAsTheyCome = new Set(['pods', 'nodes'])

function strategies(): ResourceStrategy[] {
  const served = resources.map((strategy) => {
    if (!admittedAsTheyCome.has(strategy.ref.plural)) return strategy
    const unguarded = { ...strategy }
    delete unguarded.admit
    return unguarded
  })
  const missing = readBesides.filter(({ ref }) => !served.some((other) => other.ref.plural === ref.plural))
  return [...served, ...missing.map((one): ResourceStrategy => ({ ...one, ref: one.ref as ResourceRef, status: {} }))]
}

/** @param choose draws among nodes that are worth the same */
export async function createWorld(choose: Choose): Promise<World> {
  const clock = fakeClock()
  const failures: unknown[] = []
  const fail = (error: unknown): void => void failures.push(error)
  const store = createStore<KubeObject>({ historyMax: limits.historyChangesMax, onListenerError: fail })
  const random = seededRandom(1)
  const known = strategies()
  const client = createClient(createApi({ store, clock, random }), known, 'parity')
  const informers = createInformers(client, fail)
  const context: Context = {
    clock,
    client,
    informers,
    random,
    onError: (_loop, error) => fail(error),
    recorderFor: (component) => createEventRecorder(clock, client, { component }, fail),
    seriesRecorderFor: (component) => createSeriesRecorder(clock, client, component, fail),
  }
  const endBinder = runController(context, createVolumeBinder(context))
  const scheduler = createScheduler(context, { resources: known.map(({ ref }) => ref), choose })
  await informers.start()
  await client.create(namespaces, { metadata: { name: 'default' } })
  return {
    client,
    clock,
    informers,
    scheduler,
    failures,
    async make(object) {
      const ref = known.find((one) => one.ref.kind === object.kind && apiVersionIs(one.ref, object.apiVersion))?.ref
      if (ref) await make(client, ref, object)
    },
    stop() {
      scheduler.stop()
      endBinder()
      informers.stop()
    },
  }
}

function apiVersionIs({ group, version }: ResourceRef, apiVersion: string | undefined): boolean {
  return groupPath({ group, version }).endsWith(`/${apiVersion}`)
}

async function make(client: Client, ref: ResourceRef, object: KubeObject): Promise<void> {
  const { deletionTimestamp, deletionGracePeriodSeconds: _grace, annotations, ...metadata } = object.metadata
  const { status, ...rest } = object as KubeObject & { status?: { phase?: string } }
  const own = { ...annotations }
  // Recorded when the binder had bound it already; that is the binder's to say, here as there.
  if (status?.phase === 'Bound') delete own[bindCompletedAnnotation]
  if (Object.keys(own).length > 0) Object.assign(metadata, { annotations: own })
  if (ref.namespaced) metadata.namespace ??= 'default'
  const { namespace = '', name = '' } = metadata
  await client.create(ref, { ...rest, metadata })
  // What became of a claim is the binder's business.
  if (status && ref.plural !== 'persistentvolumeclaims') {
    await client.patch(ref, namespace, name, { kind: 'merge', body: { status }, subresource: 'status' })
  }
  if (deletionTimestamp) await client.delete(ref, namespace, name, { gracePeriodSeconds: 3600 })
}
