// All embedded clusters of one data folder: opens them, keeps them, serves them. The composition of this room.
import { randomBytes } from 'node:crypto'
import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createCluster, type SimCluster, type SimClusterSpec } from '../cluster.ts'
import { authenticatedGroup } from '../api/user.ts'
import { administrator, type AuthOptions } from '../server/auth/auth.ts'
import { newSigningKey } from '../server/auth/signer.ts'
import { loadCertificates, selfSigned } from './certificates.ts'
import { createDoors, type Doors } from './doors.ts'
import { keepIn, keepNothing, type Keeping } from './keeping.ts'
import { type Listening, serveClusters, serveOnPort } from './listener.ts'
import { lockFolder } from './lock.ts'

/** A cluster to open; the same id opens the one kept on disk. */
export interface HostedSpec extends SimClusterSpec {
  id: string
  clockRate?: number
  /** Nothing of it is kept on disk: it ends with its process. */
  passing?: boolean
  /** Who besides the administrator has a token. */
  users?: { name: string; groups: string[] }[]
}

/** How to reach a cluster. */
export interface HostedCluster {
  id: string
  /** `https://127.0.0.1:PORT/c/ID`. */
  server: string
  token: string
  /** Of each user, by name. */
  userTokens: Record<string, string>
  /** PEM. */
  ca: string
  /** `http://127.0.0.1:PORT`, when it has an ingress controller. */
  ingress?: string
  /** `https://127.0.0.1:PORT`, likewise. */
  ingressTls?: string
  kubernetes: string
  /** Milliseconds from the call to the API's first answer. */
  readyMs: number
}

export interface Host {
  open(spec: HostedSpec): Promise<HostedCluster>
  /** Ends the cluster and removes what it kept. No error when there is none. */
  remove(id: string): Promise<void>
  /** Stops everything; clusters stay on disk. Again does nothing. */
  close(): Promise<void>
}

interface Kept {
  spec: HostedSpec
  token: string
  userTokens: Record<string, string>
  /** Of ServiceAccounts' tokens, so that they stay true. */
  signingKey: JsonWebKey
  /** Loopback ports of last time, by what of the cluster they lead to. */
  localPorts: Record<string, number>
  /** Nodes whose machine is off. */
  off?: readonly string[]
}

interface Open extends Kept {
  cluster: SimCluster
  keeping: Pick<Keeping, 'close'>
  doors: Doors
  ingress?: { http: number; https: number }
  handle: SimCluster['handle']
  upgrade: SimCluster['upgrade']
}

/**
 * Starts serving what `folder` keeps, and new ones.
 * @param options.onError told of what goes wrong inside a cluster; it goes on.
 * Throws when another process has the folder, or it cannot be written.
 */
export async function createHost(
  folder: string,
  options: { onError: (where: string, error: unknown) => void },
): Promise<Host> {
  makeFolder(folder)
  const unlock = lockFolder(folder)
  const certificates = await loadCertificates(join(folder, 'pki'))
  const open = new Map<string, Promise<Open>>()
  const listener = await serveOnKeptPort(join(folder, 'port'), (port) =>
    serveClusters(certificates, port, find, (error) => options.onError('streaming', error)),
  )

  /** Opens at most once, however many ask at the same time. */
  function find(id: string): Promise<Open | undefined> {
    const running = open.get(id)
    if (running) return running
    const file = keptFile(id)
    if (!id || !existsSync(file)) return Promise.resolve(undefined)
    // One that was kept before there were users or doors has none.
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Omit<Kept, 'userTokens' | 'localPorts'> & Partial<Kept>
    return start({ ...kept, userTokens: kept.userTokens ?? {}, localPorts: kept.localPorts ?? {} })
  }

  function keptFile(id: string): string {
    return join(folder, 'clusters', id, 'cluster.json')
  }

  /** One that has never started is not kept. */
  function keep(kept: Kept, change: Pick<Kept, 'off'> | Pick<Kept, 'localPorts'>): void {
    Object.assign(kept, change)
    if (existsSync(keptFile(kept.spec.id))) write(kept)
  }

  function write(kept: Kept): void {
    writeFileSync(keptFile(kept.spec.id), JSON.stringify(kept), { mode: 0o600 })
  }

  const ownPairs = new Map<string, ReturnType<typeof selfSigned>>()
  function ownPair(commonName: string): ReturnType<typeof selfSigned> {
    const made = ownPairs.get(commonName) ?? selfSigned(commonName)
    ownPairs.set(commonName, made)
    return made
  }

  function start(kept: Kept): Promise<Open> {
    const starting = openKept(kept)
    open.set(kept.spec.id, starting)
    starting.catch(() => open.delete(kept.spec.id))
    return starting
  }

  async function openKept(kept: Kept): Promise<Open> {
    const { spec } = kept
    const { clock, initial, commit, volumes, ...keeping } = spec.passing
      ? keepNothing(spec.clockRate)
      : keepIn(join(folder, 'clusters', spec.id), spec.clockRate)
    const doors = createDoors({
      arrive: (entry, signal) => cluster.arrive(entry, signal),
      ownPair,
      kept: kept.localPorts,
      keep: (ports) => keep(kept, { localPorts: ports }),
      onError: (error) => options.onError(`${spec.id}: doors`, error),
    })
    const cluster = createCluster({
      spec,
      clock,
      rootCertificate: certificates.ca,
      access: accessOf(kept),
      ...(initial ? { initial } : {}),
      ...(volumes ? { volumes } : {}),
      ...(commit ? { commit } : {}),
      ...(kept.off ? { off: kept.off } : {}),
      onPower: (off) => keep(kept, { off }),
      outside: doors,
      onError: (where, error) => options.onError(`${spec.id}: ${where}`, error),
    })
    await cluster.start()
    keeping.follow(() => cluster.volumes())
    const ingress = spec.ingress
      ? { http: await doors.open({ port: 80 }), https: await doors.open({ port: 443 }) }
      : undefined
    if (!spec.passing) write(kept)
    return {
      ...kept,
      cluster,
      keeping,
      doors,
      handle: (request) => cluster.handle(request),
      upgrade: (request) => cluster.upgrade(request),
      ...(ingress ? { ingress } : {}),
    }
  }

  async function stop(opened: Open): Promise<void> {
    await opened.doors.close()
    await opened.cluster.stop()
    opened.keeping.close()
  }

  let closing: Promise<void> | undefined
  async function closeAll(): Promise<void> {
    await listener.close()
    for (const opened of await Promise.allSettled(open.values())) {
      if (opened.status === 'fulfilled') await stop(opened.value)
    }
    unlock()
  }

  return {
    async open(spec) {
      const begun = performance.now()
      const found = (await find(spec.id)) ?? (await start(await newCluster(spec)))
      return {
        id: spec.id,
        server: `https://127.0.0.1:${listener.port}/c/${spec.id}`,
        token: found.token,
        userTokens: found.userTokens,
        ca: certificates.ca,
        ...(found.ingress
          ? {
              ingress: `http://127.0.0.1:${found.ingress.http}`,
              ingressTls: `https://127.0.0.1:${found.ingress.https}`,
            }
          : {}),
        kubernetes: found.cluster.version,
        readyMs: Math.round(performance.now() - begun),
      }
    },
    async remove(id) {
      const found = await open.get(id)
      open.delete(id)
      if (found) await stop(found)
      if (found?.spec.passing) return
      rmSync(join(folder, 'clusters', id), { recursive: true, force: true })
    },
    close() {
      closing ??= closeAll()
      return closing
    },
  }
}

async function newCluster(spec: HostedSpec): Promise<Kept> {
  const userTokens = Object.fromEntries((spec.users ?? []).map(({ name }) => [name, newToken()]))
  return { spec, token: newToken(), userTokens, signingKey: await newSigningKey(), localPorts: {} }
}

function newToken(): string {
  return randomBytes(24).toString('hex')
}

function accessOf({ spec, token, userTokens, signingKey }: Kept): AuthOptions {
  const users = (spec.users ?? []).map(({ name, groups }) => ({
    token: userTokens[name]!,
    user: { username: name, groups: [...groups, authenticatedGroup] },
  }))
  return { bearers: [{ token, user: administrator }, ...users], signingKey }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
  } catch (error) {
    throw new Error(
      `No se puede escribir en la carpeta de datos ${folder} (${(error as NodeJS.ErrnoException).code}). ` +
        'Da permiso de escritura sobre ella, o usa otra: --data CARPETA o la variable TIMONEL_DATA.',
      { cause: error },
    )
  }
}

/** The port of last time, so that a learner's kubeconfig stays true; another one when it is taken. */
async function serveOnKeptPort(file: string, serve: (port: number) => Promise<Listening>): Promise<Listening> {
  const listening = await serveOnPort(existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0, serve)
  writeFileSync(file, String(listening.port))
  return listening
}
