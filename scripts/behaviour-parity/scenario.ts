// One recorded scenario of a real cluster, a line of behaviour.jsonl: what was done, and what was seen.
import { readFileSync } from 'node:fs'
import type { KubeObject } from '../../sim/api/object.ts'

export interface WaitStep {
  of: string
  /** JavaScript over `o`, the object, or `os`, all of that kind in order of appearance. */
  until: string
  /** Seconds; 60 unless told. */
  limit?: number
  what?: string
  /** Is it counted? `since`: from the last action or timed wait on. */
  time?: boolean | 'since'
  /** Seconds. */
  slack?: number
}

/** One of these a step. */
export interface Step {
  apply?: string | string[]
  patch?: { of: string; with: unknown; type?: 'merge' | 'strategic' | 'json'; sub?: string }
  scale?: { of: string; replicas: number }
  delete?: string | { of: string; propagation?: string; grace?: number }
  evict?: string
  exec?: { of: string; container?: string; command: string[] }
  owner?: { of: string; owners: string[] }
  sleep?: number
  wait?: WaitStep
  snapshot?: { name: string; of: string[]; quiet?: number; settle?: number; fields?: Record<string, string[]> }
}

export interface Scenario {
  name: string
  area: string
  features: string[]
  steps: Step[]
  objects: KubeObject[]
  /** Minutes, roughly: the longest begin first. */
  long?: number
  /** Touches nodes: runs alone. */
  exclusive?: boolean
  nodes?: 'numbered'
  namespaceLabels?: Record<string, string>
}

/** Objects of one masked name that look alike, with how many they are. */
export type Groups<T = unknown> = Record<string, '*' | { n: number; is: T }[]>

/** One line of an object's events. */
export interface SeenEvent {
  type?: string
  reason?: string
  from?: string
  field?: string
  message: string
  repeated?: boolean
  optional?: boolean
}

export interface Timing {
  at: string
  what: string
  /** `within 2 s`, `~N s`, `never` or `*`. */
  is: string
  slack?: number
  s: number
}

/** What was seen. */
export interface Seen {
  answers: unknown[]
  states: { at: string; name: string; objects: Groups }[]
  times: Timing[]
  events: Groups<SeenEvent[]>
  watch: Groups<string[]>
}

export interface Recording extends Seen {
  scenario: Scenario
}

/** Reads the recordings. Throws with file, line and the way out on what is none. */
export function readRecordings(file: string): Recording[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [parse(line, `${file}:${index + 1}`)]))
}

function parse(line: string, where: string): Recording {
  let recording: Partial<Recording>
  try {
    recording = JSON.parse(line) as Partial<Recording>
  } catch (error) {
    throw new Error(`${where}: la línea no es JSON (${(error as Error).message}). Graba otra vez el fichero.`, {
      cause: error,
    })
  }
  for (const field of ['scenario', 'answers', 'states', 'times', 'events', 'watch'] as const) {
    if (recording[field] === undefined) throw new Error(`${where}: falta «${field}». Graba otra vez el fichero.`)
  }
  for (const field of ['name', 'area', 'steps', 'objects'] as const) {
    if (recording.scenario![field] === undefined)
      throw new Error(`${where}: a «scenario» le falta «${field}». Graba otra vez el fichero.`)
  }
  return recording as Recording
}
