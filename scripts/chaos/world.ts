// A cluster for chaos: on a fake clock, with every write kept, so that two runs can be compared byte for byte and the cluster started again.
import { createHash } from 'node:crypto'
import type { KubeObject } from '../../sim/api/object.ts'
import { fakeClock, type FakeClock } from '../../sim/clock.ts'
import { createCluster, type SimCluster, type SimClusterOptions } from '../../sim/cluster.ts'
import type { Change, Stored } from '../../sim/store/store.ts'

export const nodeNames = ['nodo1', 'nodo2', 'nodo3']
/** Where all that is declared lives. */
export const namespace = 'caos'

export interface World {
  readonly clock: FakeClock
  /** The newest revision. */
  readonly revision: number
  /** What went wrong inside, or was written by who should have stopped. */
  readonly failures: string[]
  /** Writes so far, besides what nodes say of themselves and the end of old events. */
  readonly writes: number
  /** The last of those writes, newest last, a line each. */
  readonly lastWrites: string[]
  /** Every write in a line, with a figure that it shares only with one that is the same byte for byte. */
  readonly trail: string[]
  /** Objects of a kind, in key order. */
  objects<T extends KubeObject>(kind: string): T[]
  /** The status code and body of a request to the API. */
  call(method: string, path: string, body?: object): Promise<{ code: number; body: KubeObject }>
  /** The whole program ends and is started again over what it had written. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** Changes kept for who starts again. */
const historyMax = 2000
const lastMax = 40
const startMsMax = 15 * 60_000

/** @param seed of everything in the cluster that is left to chance */
export async function startWorld(seed: number): Promise<World> {
  const clock = fakeClock()
  const entries = new Map<string, Stored<KubeObject>>()
  const failures: string[] = []
  const lastWrites: string[] = []
  const trail: string[] = []
  let history: Change<KubeObject>[] = []
  let revision = 1
  let writes = 0
  let life = 0
  let off: readonly string[] = []

  function keep(change: Change<KubeObject>): void {
    const { type, key, value, at } = change
    revision = change.revision
    const figure = createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 16)
    trail.push(`${new Date(at).toISOString()} ${type} ${key} ${figure}`)
    if (type === 'delete') entries.delete(key)
    else entries.set(key, { key, value, revision })
    history.push(change)
    if (history.length > historyMax * 2) history = history.slice(-historyMax)
    // Nodes tell how they are, and old events go.
    if (value.kind === 'Node' || value.kind === 'Lease' || (value.kind === 'Event' && type === 'delete')) return
    writes++
    lastWrites.push(`${new Date(at).toISOString()} ${type} ${key}`)
    if (lastWrites.length > lastMax) lastWrites.shift()
  }

  async function start(volumes?: SimClusterOptions['volumes']): Promise<SimCluster> {
    const mine = ++life
    const made = createCluster({
      spec: { id: `caos-${seed}`, nodes: nodeNames.map((name) => ({ name })), ingress: false, storage: true },
      clock,
      rootCertificate: 'caos',
      ...(revision > 1 ? { initial: { revision, entries: [...entries.values()], history } } : {}),
      ...(volumes ? { volumes } : {}),
      off,
      onPower: (now) => void (off = now),
      commit(change) {
        if (mine !== life) failures.push(`escribe quien ya había parado: ${change.type} ${change.key}`)
        keep(change)
      },
      onError: (where, error) => void failures.push(`${where}: ${(error as Error).stack ?? String(error)}`),
    })
    let started = false
    void made.start().then(() => (started = true))
    const endMs = clock.now() + startMsMax
    while (!started && clock.now() < endMs) await clock.advance(1000)
    if (!started) failures.push('el cluster no llega a estar listo')
    return made
  }

  let cluster = await start()
  return {
    clock,
    failures,
    lastWrites,
    get revision() {
      return revision
    },
    get writes() {
      return writes
    },
    trail,
    objects: <T extends KubeObject>(kind: string) =>
      [...entries.values()]
        .filter(({ value }) => value.kind === kind)
        .sort((a, b) => (a.key < b.key ? -1 : 1))
        .map(({ value }) => value as T),
    async call(method, path, body) {
      const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'
      const answer = await cluster.handle(
        new Request(`https://caos${path}`, {
          method,
          headers: body === undefined ? {} : { 'content-type': type },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      )
      return { code: answer.status, body: (await answer.json()) as KubeObject }
    },
    async restart() {
      const volumes = cluster.volumes()
      await cluster.stop()
      cluster = await start(volumes)
    },
    stop: () => cluster.stop(),
  }
}
