// How close an answer comes to the recorded one, and the shares over many.
import { isDeepStrictEqual } from 'node:util'
import { kindOf, type Answer, type Cause, type Row } from './row.ts'

/** Which parts of the answer are the recorded ones. Parts that the row has none of are undefined. */
export interface Verdict {
  code: boolean
  /** Reason and field of every cause, in order; refusals only. */
  causes: boolean | undefined
  /** Refusals only. */
  message: boolean | undefined
  /** Accepted rows whose object was kept, only. */
  object: boolean | undefined
}

/** Judges the answer to a row. */
export function judge(row: Row, answer: Answer): Verdict {
  const refused = row.code >= 400
  return {
    code: answer.code === row.code,
    causes: refused
      ? isDeepStrictEqual(named(answer.causes), named(row.causes)) && answer.code === row.code
      : undefined,
    message: refused ? answer.message === row.message : undefined,
    object: row.object ? answer.object !== undefined && sameObject(row, answer.object) : undefined,
  }
}

/** True when nothing differs. */
export function isPerfect({ code, causes, message, object }: Verdict): boolean {
  return code && causes !== false && message !== false && object !== false
}

/** Two causes of one field may come in any order where Go walks a map. */
function named(causes: Cause[] = []): string[] {
  return causes.map(({ reason = '', field = '' }) => `${field} ${reason}`).toSorted()
}

function sameObject(row: Row, object: Record<string, unknown>): boolean {
  return isDeepStrictEqual(comparable(row, object), comparable(row, row.object!))
}

/** The object without what chance and the hour chose: names of projected tokens, uids, instants, addresses and ports that the manifest leaves open. */
export function comparable(row: Row, object: Record<string, unknown>): unknown {
  const asked = JSON.stringify(row.manifest)
  const text = JSON.stringify(object)
    .replaceAll(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '<uid>')
    .replaceAll(/"kube-api-access-[a-z0-9]{5}"/g, '"kube-api-access-?"')
    .replaceAll(/"\d{4}-\d\d-\d\dT[\d:.]+Z"/g, (instant) => (asked.includes(instant) ? instant : '"?"'))
  const copy = JSON.parse(text) as { spec?: Record<string, unknown> }
  if (kindOf(row) === 'Service' && copy.spec)
    openChoices(copy.spec, (row.manifest.spec ?? {}) as Record<string, unknown>)
  return copy
}

function openChoices(spec: Record<string, unknown>, asked: Record<string, unknown>): void {
  if (asked.clusterIP === undefined) {
    for (const field of ['clusterIP', 'clusterIPs']) if (spec[field] !== undefined) spec[field] = '?'
  }
  if (spec.healthCheckNodePort !== undefined && asked.healthCheckNodePort === undefined) spec.healthCheckNodePort = '?'
  const ports = (spec.ports ?? []) as Record<string, unknown>[]
  for (const [index, port] of ports.entries()) {
    const own = (asked.ports as Record<string, unknown>[] | undefined)?.[index]
    if (port.nodePort !== undefined && own?.nodePort === undefined) port.nodePort = '?'
  }
}

/** How many of how many. */
export interface Share {
  equal: number
  of: number
}
export type Part = keyof Verdict
export const parts: readonly Part[] = ['code', 'causes', 'message', 'object']

/** Shares by part. */
export type Shares = Record<Part, Share>

export function sharesOf(verdicts: readonly Verdict[]): Shares {
  const share = (part: Part): Share => {
    const judged = verdicts.filter((verdict) => verdict[part] !== undefined)
    return { equal: judged.filter((verdict) => verdict[part]).length, of: judged.length }
  }
  return { code: share('code'), causes: share('causes'), message: share('message'), object: share('object') }
}
