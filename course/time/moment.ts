// The writes of a cluster's life as a learner is told them: without what the cluster says to itself.
import { isSystem } from '../live/world.ts'

/** As the cluster tells it. */
export interface WrittenMoment {
  revision: number
  /** RFC 3339 with milliseconds. */
  at: string
  type: 'create' | 'update' | 'delete'
  kind: string
  namespace?: string
  name: string
  fields?: string[]
  event?: { type: string; reason: string; message: string; about: { kind: string; namespace?: string; name: string } }
}

/** One mark of the timeline. */
export interface ToldMoment {
  revision: number
  at: string
  /** Spanish: what was written. */
  text: string
  /** Of an event: Kubernetes' own sentence. */
  says?: string
  /** `warning`: an event of type Warning, or a container that is killed. */
  sort: 'write' | 'event' | 'warning'
}

/** Kinds that only speak of others: a learner sees what they speak of. */
const hidden = new Set([
  'Endpoints',
  'EndpointSlice',
  'Lease',
  'ControllerRevision',
  'CSINode',
  'ServiceAccount',
  'Node',
])
/** Written by `kubectl`-less hands into every cluster. */
const seededField = 'timonel.dev/sembrado'
const momentsMax = 2000
const fieldsTold = 3

/** Since the lab's seed was there, where that is among them. */
export function momentsOf(written: WrittenMoment[]): ToldMoment[] {
  const seeded = written.findIndex(({ fields }) => fields?.some((field) => field.includes(seededField)))
  const [start, ...rest] = written.slice(Math.max(seeded, 0))
  const told = rest.filter(isTold).map(toldOf)
  const first = start && (seeded >= 0 || isTold(start)) ? [seeded >= 0 ? beginning(start) : toldOf(start)] : []
  return [...first, ...told].slice(-momentsMax)
}

function beginning({ revision, at }: WrittenMoment): ToldMoment {
  return { revision, at, text: 'Empieza el laboratorio', sort: 'write' }
}

function isTold({ kind, namespace, name, type, fields, event }: WrittenMoment): boolean {
  if (event) return !isSystem(event.about.namespace) && event.about.kind !== 'Node'
  if (hidden.has(kind) || isSystem(namespace) || (kind === 'Namespace' && isSystem(name)))
    return kind === 'Node' && told(fields)
  if (name === 'kube-root-ca.crt') return false
  return type !== 'update' || (fields?.length ?? 0) > 0
}

/** Of a node: what somebody did to it. */
function told(fields: string[] | undefined): boolean {
  return fields?.some((field) => /^spec\.|^metadata\.labels/.test(field)) ?? false
}

function toldOf({ revision, at, type, kind, namespace, name, fields = [], event }: WrittenMoment): ToldMoment {
  if (event) {
    const { reason, message, about } = event
    const sort = event.type === 'Warning' || reason === 'Killing' ? 'warning' : 'event'
    return { revision, at, text: `${reason} ${about.kind.toLowerCase()}/${about.name}`, says: message, sort }
  }
  const space = namespace === undefined || namespace === 'default' ? '' : `${namespace}/`
  const object = `${kind} ${space}${name}`
  if (type !== 'update')
    return { revision, at, text: `${type === 'create' ? 'Nuevo' : 'Borrado'}: ${object}`, sort: 'write' }
  const own = [...new Set(fields.map(shortened))]
  const more = own.length > fieldsTold ? '…' : ''
  return { revision, at, text: `Cambia ${object}: ${own.slice(0, fieldsTold).join(', ')}${more}`, sort: 'write' }
}

/** `status.conditions.1.status` as `status.conditions`: where to look, not each piece. */
function shortened(field: string): string {
  return field.split('.').slice(0, 2).join('.')
}
