// A cluster as it changes: informers over its API, and the page's records of what they see, whole at first and then by changes.
import { makeInformer, type KubernetesObject } from '@kubernetes/client-node'
import type { KubernetesListObject } from '@kubernetes/client-node'
import { ClusterApi, unreachable } from './cluster-api.ts'
import type { LiveChange, LiveItem } from './live/item.ts'
import { project } from './live/project.ts'
import { watched, type World } from './live/world.ts'

export interface LiveListener {
  onChange(change: LiveChange): void
  /** The cluster stopped answering; it is tried again by itself until `stop`. Spanish. */
  onLost(sentence: string): void
}

export interface LiveView {
  /** All that is shown now, for somebody who comes later; undefined until the first look is complete. */
  whole(): LiveChange | undefined
  stop(): void
}

/** A burst of changes is told as one. */
const gatherMs = 25
const retryMs = 1000

/** Watches until stopped. Throws CourseError on a kubeconfig without a cluster. */
export function followCluster(kubeconfig: string, listener: LiveListener): LiveView {
  const api = new ClusterApi(kubeconfig)
  const lists = Object.keys(watched) as (keyof World)[]
  const timers = new Set<NodeJS.Timeout>()
  let stopped = false
  let complete = false
  const lost = new Set<keyof World>()
  let revision = 0n
  let shown = new Map<string, { item: LiveItem; text: string }>()
  let gathering: NodeJS.Timeout | undefined

  const later = (ms: number, act: () => void): NodeJS.Timeout => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      if (!stopped) act()
    }, ms)
    timers.add(timer)
    return timer
  }

  const informers = lists.map((list) => {
    const { path, kind } = watched[list]
    const informer = makeInformer<KubernetesObject>(api.config, path, async () => {
      const { status, body } = await api.call('GET', path)
      if (status === 200) return body as KubernetesListObject<KubernetesObject>
      throw new Error(`GET ${path}: ${status}`)
    })
    informer.on('change', (object) => {
      const version = BigInt(object.metadata?.resourceVersion ?? 0)
      // Heartbeats and the binder's own chatter do not move a cluster on.
      if (list !== 'events' && list !== 'nodes' && version > revision) revision = version
      dirty()
    })
    const watch = { list, kind, informer, failed: false }
    informer.on('error', (error: unknown) => {
      if (stopped) return
      watch.failed = true
      if (lost.size === 0) listener.onLost(unreachable(error).message)
      lost.add(list)
      later(retryMs, () => void begin(watch))
    })
    return watch
  })

  async function begin(watch: (typeof informers)[number]): Promise<void> {
    watch.failed = false
    await watch.informer.start()
    if (stopped || watch.failed || !lost.delete(watch.list)) return
    if (complete && lost.size === 0) tell(true)
  }

  const world = (): World => {
    const entries = informers.map(({ list, kind, informer }) => [
      list,
      informer.list().map((object) => ({ ...object, kind })),
    ])
    return Object.fromEntries(entries) as unknown as World
  }

  function dirty(): void {
    if (!complete) return
    gathering ??= later(gatherMs, () => {
      gathering = undefined
      tell(false)
    })
  }

  function tell(whole: boolean): void {
    const items = project(world())
    const next = new Map(items.map((item) => [item.key, { item, text: JSON.stringify(item) }]))
    const put = [...next]
      .filter(([key, { text }]) => whole || shown.get(key)?.text !== text)
      .map(([, { item }]) => item)
    const gone = [...shown.keys()].filter((key) => !next.has(key))
    shown = next
    if (whole || put.length > 0 || gone.length > 0) {
      listener.onChange({ whole, put, gone, revision: String(revision) })
    }
  }

  void Promise.all(informers.map(begin)).then(() => {
    if (stopped) return
    complete = true
    if (lost.size === 0) tell(true)
  })

  return {
    whole: () =>
      complete && lost.size === 0
        ? { whole: true, put: [...shown.values()].map(({ item }) => item), gone: [], revision: String(revision) }
        : undefined,
    stop() {
      stopped = true
      for (const timer of timers) clearTimeout(timer)
      // An informer that is stopped says so as an error; nobody listens any more.
      for (const { informer } of informers) void informer.stop()
    },
  }
}
