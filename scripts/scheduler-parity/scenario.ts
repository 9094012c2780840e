// One recorded scenario of a real scheduler: a line of scheduler.jsonl.
import { readFileSync } from 'node:fs'
import type { KubeObject } from '../../sim/api/object.ts'
import type { Pod, PodCondition } from '../../sim/generated/types.ts'

/** What became of a pod. */
export interface Outcome {
  node?: string
  /** Nodes that passed the filters; of the retry, when others had to leave first. */
  feasible?: string[]
  /** Plugin → node → weighted points. */
  scores?: Record<string, Record<string, number>>
  /** Node → their sum. */
  final?: Record<string, number>
  /** Claim → volume that this pod's placing bound. */
  claims?: Record<string, string>
  /** Of its first FailedScheduling event. */
  message?: string
  condition?: Pick<PodCondition, 'status' | 'reason' | 'message'>
  nominated?: string
  /** `namespace/name` of each pod that had to leave, with the message of its event. */
  preempted?: { pod: string; message: string }[]
}

export interface Scenario {
  id: string
  features: string[]
  objects: KubeObject[]
  pods: { manifest: Pod; outcome: Outcome }[]
}

/** Reads the scenarios. Throws with file, line and the way out on what is none. */
export function readScenarios(file: string): Scenario[] {
  const scenarios: Scenario[] = []
  for (const [index, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    if (line.trim() !== '') scenarios.push(parseScenario(line, `${file}:${index + 1}`))
  }
  return scenarios
}

function parseScenario(line: string, where: string): Scenario {
  let scenario: Partial<Scenario>
  try {
    scenario = JSON.parse(line) as Partial<Scenario>
  } catch (error) {
    throw new Error(`${where}: la línea no es JSON (${(error as Error).message}). Regenera el fichero.`, {
      cause: error,
    })
  }
  for (const field of ['id', 'features', 'objects', 'pods'] as const) {
    if (scenario[field] === undefined) throw new Error(`${where}: falta «${field}». Regenera el fichero.`)
  }
  return scenario as Scenario
}
