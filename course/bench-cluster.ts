// The cluster of a workbench: started once, seeded once, watched while somebody looks, replaced on reset.
import { readExtension } from '../providers/kubeconfig.ts'
import type { Cluster, Progress, Provider, ProviderName } from '../providers/provider.ts'
import { clusterSpecOf, type Lab } from './catalogue.ts'
import { CourseError } from './course-error.ts'
import { followCluster, type LiveView } from './live.ts'
import { clusterBirth, seedCluster, unseedCluster } from './seed.ts'
import type { BenchEvent, BenchReady } from './session.ts'

type Listener = (event: BenchEvent) => void

/** Watching goes on this long after the last one left: a reload is not a reason to begin again. */
const lingerMs = 5000

export class BenchCluster {
  readonly #id: string
  readonly #lab: () => Lab
  readonly #provider: (name?: ProviderName) => Promise<Provider>
  readonly #listeners = new Set<Listener>()
  #starting: Promise<Cluster> | undefined
  #abort = new AbortController()
  #cluster: Cluster | undefined
  #ready: BenchReady | undefined
  #live: LiveView | undefined
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
    this.#forget()
    const replaced = (async () => {
      if (old) await discard(old)
      return this.#start(engine, onProgress)
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

  async #start(engine: ProviderName | undefined, onProgress?: (progress: Progress) => void): Promise<Cluster> {
    const { signal } = (this.#abort = new AbortController())
    const begun = performance.now()
    let name = engine
    try {
      const provider = await this.#provider(engine)
      name = provider.name
      const told = (progress: Progress): void => {
        if (signal.aborted) return
        onProgress?.(progress)
        if (progress.stage === 'ready') return
        const elapsedMs = Math.round(performance.now() - begun)
        this.#tell({ type: 'progress', ...progress, elapsedMs, engine: provider.name })
      }
      const cluster = await provider.start(clusterSpecOf(this.#lab(), this.#id), told, signal)
      if (signal.aborted) {
        await discard(cluster)
        throw new CourseError('superseded', 'Este cluster ya no hace falta.', 'Ya hay otro en marcha.')
      }
      await seedCluster(cluster, this.#lab())
      const { engine: kind, kubernetes, readyMs, ingress } = readExtension(cluster.kubeconfig)!
      const born = await clusterBirth(cluster)
      this.#ready = { engine: kind, kubernetes, readyMs, born, ...(ingress ? { ingress } : {}) }
      this.#cluster = cluster
      this.#tell({ type: 'ready', ...this.#ready })
      if (this.#listeners.size > 0) this.#watch()
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

  #watch(): void {
    if (this.#live || !this.#cluster) return
    this.#live = followCluster(this.#cluster.kubeconfig, {
      onChange: (change) => {
        for (const listener of this.#listeners) listener({ type: 'change', ...change })
      },
      onLost: (message) => {
        for (const listener of this.#listeners) listener({ type: 'lost', message })
      },
    })
  }

  #unwatch(): void {
    this.#live?.stop()
    this.#live = undefined
  }

  #forget(): void {
    clearTimeout(this.#leaving)
    this.#unwatch()
    this.#abort.abort()
    this.#starting = undefined
    this.#cluster = undefined
    this.#ready = undefined
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

function courseError(error: unknown): CourseError {
  if (error instanceof CourseError) return error
  const remedy =
    'Vuelve a intentarlo, o usa el cluster incorporado, que no necesita nada. Tus ficheros están guardados.'
  return new CourseError('no-cluster', (error as Error).message, remedy, { cause: error })
}
