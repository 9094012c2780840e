// The time of a cluster that has its own: its clock, its past, and the way back. Only the embedded engine has these paths.
import { Discovery } from './apply/discovery.ts'
import { type ApiReply, ClusterApi } from './cluster-api.ts'
import { CourseError } from './course-error.ts'
import type { LiveItem } from './live/item.ts'
import { project } from './live/project.ts'
import { watched, type World } from './live/world.ts'
import { momentsOf, type ToldMoment, type WrittenMoment } from './time/moment.ts'

/** Instants are RFC 3339 with milliseconds, in the cluster's time. */
export interface ClockState {
  now: string
  paused: boolean
  /** When the next thing is due in the cluster; null when nothing is. */
  next: string | null
}

export interface ClockRun extends ClockState {
  passedMs: number
  /** Whether it came to what was asked, and not only to the end of its patience. */
  reached: boolean
}

export type ClockOrder =
  | { do: 'pause' }
  /** Time passes only while somebody runs it, or waits for what a pod answers. */
  | { do: 'hold' }
  | { do: 'resume' }
  | { do: 'run'; seconds: number }
  /** RFC 3339. */
  | { do: 'run'; to: string }
  /** Until the cluster changes. */
  | { do: 'run'; event: true; withinSeconds?: number }
  /** `pod/web`, and what `kubectl wait --for` takes. */
  | { do: 'run'; until: { object: string; namespace?: string; for: string }; withinSeconds?: number }

export interface Timeline {
  now: string
  /** Newest revision: what a later question begins after. */
  revision: number
  /** Oldest first. */
  moments: ToldMoment[]
}

/** A run may take this long in real time. */
const runTimeoutMs = 120_000

export class ClusterTime {
  readonly #api: ClusterApi

  /** Throws CourseError on a kubeconfig without a cluster. */
  constructor(kubeconfig: string) {
    this.#api = new ClusterApi(kubeconfig)
  }

  /** undefined where the cluster lives in the machine's own time. */
  async clock(): Promise<ClockState | undefined> {
    const reply = await this.#api.call('GET', '/timonel/v1/clock')
    if (reply.status === 403) throw forbidden()
    return reply.status === 200 ? (reply.body as ClockState) : undefined
  }

  /** Rejects with CourseError: `no-clock` where there is none to steer, `bad-order` with why. */
  async steer(order: ClockOrder): Promise<ClockState | ClockRun> {
    const sent = 'until' in order ? { ...order, until: await this.#located(order.until) } : order
    return this.#post('clock', sent)
  }

  /** @param after a revision of an earlier answer. Rejects with CourseError `no-clock`. */
  async timeline(after?: number): Promise<Timeline> {
    const options = after === undefined ? {} : { query: { after: String(after) } }
    const reply = await this.#api.call('GET', '/timonel/v1/timeline', options)
    const { now, revision, moments } = accepted(reply) as { now: string; revision: number; moments: WrittenMoment[] }
    return { now, revision, moments: momentsOf(moments) }
  }

  /** What the page shows of the cluster as it was. Rejects with CourseError when that is no longer known. */
  async past(revision: number): Promise<LiveItem[]> {
    const query = { resourceVersion: String(revision), resourceVersionMatch: 'Exact' }
    const lists = Object.entries(watched).map(async ([list, { path, kind }]) => {
      const { items } = accepted(await this.#api.call('GET', path, { query })) as { items: object[] }
      return [list, items.map((object) => ({ ...object, kind }))]
    })
    return project(Object.fromEntries(await Promise.all(lists)) as unknown as World)
  }

  /** The cluster, and its clock, become what they were. Rejects with CourseError. */
  async undo(revision: number): Promise<void> {
    await this.#post('timeline', { revision })
  }

  async #post<T>(what: string, body: object): Promise<T> {
    const options = { body: JSON.stringify(body), timeoutMs: runTimeoutMs }
    return accepted(await this.#api.call('POST', `/timonel/v1/${what}`, options)) as T
  }

  /** From `pod/web` to the path of the object. */
  async #located({ object, namespace = 'default', for: wanted }: { object: string; namespace?: string; for: string }) {
    const [resource = '', name = '', ...rest] = object.split('/')
    if (resource === '' || name === '' || rest.length > 0) {
      throw new CourseError('bad-order', `«${object}» no es un objeto.`, 'Va como lo escribe kubectl: pod/web.')
    }
    const kinds = await new Discovery(this.#api).all()
    const asked = resource.toLowerCase()
    const kind = kinds.find((each) => [each.singular, each.plural].includes(asked) || each.kind.toLowerCase() === asked)
    if (!kind) {
      throw new CourseError(
        'bad-order',
        `En este cluster no hay objetos «${resource}».`,
        'Escribe su nombre entero: pod, deployment, job…',
      )
    }
    const root = kind.group === '' ? `/api/${kind.version}` : `/apis/${kind.group}/${kind.version}`
    const scope = kind.namespaced ? `/namespaces/${encodeURIComponent(namespace)}` : ''
    return { path: `${root}${scope}/${kind.plural}/${encodeURIComponent(name)}`, for: wanted }
  }
}

function accepted({ status, body }: ApiReply): unknown {
  if (status < 300) return body
  const { message = '' } = (typeof body === 'object' && body !== null ? body : {}) as { message?: string }
  if (status === 403) throw forbidden()
  if (status === 404 || status === 501) {
    throw new CourseError(
      'no-clock',
      'Este cluster vive en el tiempo de tu máquina: no se puede parar, ni adelantar, ni volver atrás.',
      'Para eso, usa el cluster incorporado.',
    )
  }
  if (status === 409) {
    throw new CourseError('busy', 'El reloj ya está corriendo.', 'Espera a que llegue, o páralo.')
  }
  if (status === 410) {
    throw new CourseError('too-old', 'Ese momento ya no se recuerda.', 'Elige uno más reciente.')
  }
  throw new CourseError('bad-order', `El cluster no lo ha hecho: ${message}`, 'Corrígelo y vuelve a intentarlo.')
}

function forbidden(): CourseError {
  return new CourseError('forbidden', 'Este usuario no puede tocar el tiempo del cluster.', 'Usa el del administrador.')
}
