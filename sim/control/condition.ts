// What a run of the clock waits for, in the words of `kubectl wait --for`.
import type { KubeObject } from '../api/object.ts'
import { ApiError, badRequest } from '../api/status.ts'
import type { Api, Target } from '../server/api.ts'
import { parseResourcePath } from '../server/request-target.ts'
import type { ControlRoom } from './room.ts'

type Holds = (object: KubeObject | undefined) => boolean

/**
 * @param path of one object: `/api/v1/namespaces/default/pods/web`
 * @param text `condition=Ready`, `condition=Ready=False`, `jsonpath={.status.phase}=Running`, `create` or `delete`
 * Throws ApiError 400.
 */
export function conditionOf({ api, registry }: ControlRoom, path: unknown, text: unknown): { reached: () => boolean } {
  const target = typeof path === 'string' ? parseResourcePath(registry, path)?.target : undefined
  if (!target || target.name === '') throw badRequest('until.path: must be the path of an object')
  if (typeof text !== 'string') throw badRequest('until.for: must be text')
  const holds = parse(text)
  return { reached: () => holds(lookUp(api, target)) }
}

function lookUp(api: Api, target: Target): KubeObject | undefined {
  try {
    return api.get(target)
  } catch (error) {
    if (error instanceof ApiError && error.code === 404) return undefined
    throw error
  }
}

function parse(text: string): Holds {
  if (text === 'delete') return (object) => object === undefined
  if (text === 'create') return (object) => object !== undefined
  const condition = /^condition=([^=]+)(?:=(.+))?$/.exec(text)
  if (condition) return conditionHolds(condition[1]!, condition[2] ?? 'True')
  const json = /^jsonpath=\{?((?:\.[\w-]+|\[\d+\])+)\}?(?:=(.*))?$/s.exec(text)
  if (json) return valueHolds(json[1]!.match(/[\w-]+/g)!, json[2])
  throw badRequest('until.for: must be condition=NAME, condition=NAME=VALUE, jsonpath={.field}=VALUE, create or delete')
}

/** As kubectl: names and values in any case. */
function conditionHolds(name: string, wanted: string): Holds {
  return (object) => {
    const { conditions = [] } =
      (object as { status?: { conditions?: { type: string; status: string }[] } } | undefined)?.status ?? {}
    const found = conditions.find(({ type }) => type.toLowerCase() === name.toLowerCase())
    return found?.status.toLowerCase() === wanted.toLowerCase()
  }
}

/** Without a value: the field is there. */
function valueHolds(path: string[], wanted: string | undefined): Holds {
  return (object) => {
    let value: unknown = object
    for (const name of path) value = (value as Record<string, unknown> | null | undefined)?.[name]
    if (wanted === undefined) return value !== undefined && value !== null
    return value !== undefined && (typeof value === 'string' ? value : JSON.stringify(value)) === wanted
  }
}
