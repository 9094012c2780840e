// The cluster of a workbench: started once, seeded once, watched while somebody looks, replaced on reset.
import { readExtension } from '../providers/kubeconfig.ts'
import type { Cluster, Progress, Provider, ProviderName } from '../providers/provider.ts'
import { clusterSpecOf, type Lab } from './catalogue.ts'
import { ClusterApi } from './cluster-api.ts'
import { CourseError } from './course-error.ts'
import { engineFor } from './engines.ts'
import { followCluster, type LiveView } from './live.ts'
import { clusterBirth, isSeeded, seedCluster, unseedCluster } from './seed.ts'
import type { BenchEvent } from './session.ts'
import { ClusterTime } from './time.ts'
import { followClock } from './time/follow-clock.ts'

type Listener = (event: BenchEvent) => void

/** Watching goes on this long after the last one left: a reload is not a reason to begin again. */
const lingerMs = 5000
const reopenMs = 2000

export class BenchCluster {
  readonly #id: string
  readonly #lab: () => Lab
  readonly #provider: (name?: ProviderName) => Promise<Provider>
  readonly #listeners = new Set<Listener>()
  #starting: Promise<Cluster> | undefined
  #abort = new AbortController()
  #cluster: Cluster | undefined
  /** The cluster does not answer the live view. */
  #lost = false
  /** Of the last start. */
  #engine: ProviderName | undefined
  #live: LiveView | undefined
  #unfollowClock: (() => void) | undefined
  #leaving: NodeJS.Timeout | undefined
  /** What somebody who comes now has to know first. */
  #last: BenchEvent | undefined

  constructor(id: string, lab: () => Lab, provider: (name?: ProviderName) => Promise<Provider>) {
    this.#id = id
    this.#lab = lab
    this.#provider = provider
  }

  /** Started if need be. Rejects with CourseError; the next call tries again. */
  get(engine: ProviderName | undefined, onProgress?: (progress: Progress) => void): Promise<Cluster> {
    this.#starting ??= this.#start(engine, onProgress)
    return this.#starting
  }

  /** A clean one; what is starting is given up. */
  async renew(engine: ProviderName | undefined, onProgress?: (progress: Progress) => void): Promise<Cluster> {
    const old = this.#cluster
    const before = { starting: this.#starting, engine: this.#engine }
    this.#forget()
    const replaced = (async () => {
      if (old) await discard(old)
      return this.#start(engine, onProgress, before)
    })()
    this.#starting = replaced
    return replaced
  }

  follow(listener: Listener, engine: ProviderName | undefined): () => void {
    clearTimeout(this.#leaving)
    this.#listeners.add(listener)
    if (this.#last) listener(this.#last)
    const whole = this.#live?.whole()
    if (whole) listener({ type: 'change', ...whole })
    if (whole && this.#cluster) this.#followClock(this.#cluster)
    if (this.#cluster) this.#watch()
    else if (this.#last?.type !== 'failed') void this.get(engine).catch(() => {})
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size > 0) return
      this.#leaving = setTimeout(() => this.#unwatch(), lingerMs).unref()
    }
  }

  close(): void {
    this.#listeners.clear()
    this.#forget()
  }

  async #start(
    engine: ProviderName | undefined,
    onProgress?: (progress: Progress) => void,
    before?: { starting: Promise<Cluster> | undefined; engine: ProviderName | undefined },
  ): Promise<Cluster> {
    const { signal } = (this.#abort = new AbortController())
    const begun = performance.now()
    let name = engine
    try {
      const provider = await engineFor(this.#lab(), this.#provider, engine)
      name = this.#engine = provider.name
      // On one engine both have the same id: the one before has to be gone. Another engine need not be waited for.
      if (before?.engine === name) await before.starting?.catch(() => {})
      const told = (progress: Progress): void => {
        if (signal.aborted) return
        onProgress?.(progress)
        if (progress.stage === 'ready') return
        const elapsedMs = Math.round(performance.now() - begun)
        this.#tell({ type: 'progress', ...progress, elapsedMs, engine: provider.name })
      }
      const spec = clusterSpecOf(this.#lab(), this.#id)
      let cluster = await provider.start(spec, told, signal)
      if (before && !signal.aborted && (await isSeeded(cluster))) {
        // What could not be thrown away, since nobody answered, has come back.
        await cluster.stop()
        cluster = await provider.start(spec, told, signal)
      }
      if (signal.aborted) {
        await discard(cluster)
        throw new CourseError('superseded', 'Este cluster ya no hace falta.', 'Ya hay otro en marcha.')
      }
      await seedCluster(cluster, this.#lab())
      await this.#use(cluster)
      return cluster
    } catch (error) {
      const told = courseError(error)
      if (!signal.aborted) {
        this.#starting = undefined
        this.#tell({ type: 'failed', message: told.message, remedy: told.remedy, engine: name })
      }
      throw told
    }
  }

  async #use(cluster: Cluster): Promise<void> {
    const { engine, kubernetes, readyMs, ingress } = readExtension(cluster.kubeconfig)!
    const born = await clusterBirth(cluster)
    this.#cluster = cluster
    this.#tell({ type: 'ready', engine, kubernetes, readyMs, born, ...(ingress ? { ingress } : {}) })
    if (this.#listeners.size > 0) this.#watch()
  }

  /** An engine that died and came back has the same cluster at another address; asked until the cluster is heard again. */
  async #reopen(lost: Cluster): Promise<void> {
    while (this.#lost && this.#cluster === lost && this.#live) {
      const found = await this.#again(lost).catch(() => undefined)
      if (this.#cluster !== lost) return
      if (found && serverOf(found) !== serverOf(lost)) {
        this.#unwatch()
        this.#starting = Promise.resolve(found)
        return this.#use(found)
      }
      await new Promise((resolve) => setTimeout(resolve, reopenMs).unref())
    }
  }

  async #again(lost: Cluster): Promise<Cluster> {
    const provider = await this.#provider(readExtension(lost.kubeconfig)!.engine)
    return provider.start(clusterSpecOf(this.#lab(), this.#id))
  }

  #watch(): void {
    if (this.#live || !this.#cluster) return
    const cluster = this.#cluster
    this.#followClock(cluster)
    this.#live = followCluster(cluster.kubeconfig, {
      onChange: (change) => {
        this.#lost = false
        for (const listener of this.#listeners) listener({ type: 'change', ...change })
      },
      onLost: (message) => {
        for (const listener of this.#listeners) listener({ type: 'lost', message })
        this.#lost = true
        void this.#reopen(cluster).catch(() => {})
      },
    })
  }

  /** Somebody has moved the cluster's clock: whoever looks is told how it stands now. */
  clockMoved(): void {
    if (this.#live && this.#cluster) this.#followClock(this.#cluster)
  }

  /** Anew for each who comes: they are told how it stands now. */
  #followClock({ kubeconfig }: Cluster): void {
    this.#unfollowClock?.()
    this.#unfollowClock = followClock(new ClusterTime(kubeconfig), (clock) => {
      for (const listener of this.#listeners) listener({ type: 'clock', clock })
    })
  }

  #unwatch(): void {
    this.#live?.stop()
    this.#live = undefined
    this.#unfollowClock?.()
    this.#unfollowClock = undefined
  }

  #forget(): void {
    clearTimeout(this.#leaving)
    this.#unwatch()
    this.#abort.abort()
    this.#starting = undefined
    this.#cluster = undefined
    this.#last = undefined
  }

  #tell(event: BenchEvent): void {
    this.#last = event
    for (const listener of this.#listeners) listener(event)
  }
}

/** Best effort: a cluster whose engine is gone has nothing left to clean. */
async function discard(cluster: Cluster): Promise<void> {
  await unseedCluster(cluster).catch(() => {})
  await cluster.stop().catch(() => {})
}

function serverOf({ kubeconfig }: Cluster): string | undefined {
  return new ClusterApi(kubeconfig).config.getCurrentCluster()?.server
}

function courseError(error: unknown): CourseError {
  if (error instanceof CourseError) return error
  const remedy =
    'Vuelve a intentarlo, o usa el cluster incorporado, que no necesita nada. Tus ficheros están guardados.'
  return new CourseError('no-cluster', (error as Error).message, remedy, { cause: error })
}
