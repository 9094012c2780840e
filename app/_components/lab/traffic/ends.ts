// Where a packet can start and go in the learner's own cluster, as the selectors offer it.
import type { LiveItem } from '../../../../course/live/item.ts'
import type { TraceRequest } from '../../../../traffic/trace/trace.ts'
import type { TraceFrom } from '../../../../traffic/trace/world.ts'

export interface End<T> {
  label: string
  value: T
}

export function startsOf(items: LiveItem[]): End<TraceFrom>[] {
  return [
    { label: 'MenchuPC (fuera del cluster)', value: { kind: 'outside' } },
    ...items.flatMap((item): End<TraceFrom>[] => {
      if (item.kind === 'Node') return [{ label: `nodo ${item.name}`, value: { kind: 'node', name: item.name } }]
      if (item.kind !== 'Pod' || item.ip === undefined) return []
      return [
        { label: `pod ${item.name}`, value: { kind: 'pod', namespace: item.namespace ?? 'default', name: item.name } },
      ]
    }),
  ]
}

/** Ingresses first: theirs are the names that are known outside too. */
export function goalsOf(items: LiveItem[]): End<TraceRequest>[] {
  const ordered = items.toSorted((a, b) => Number(b.kind === 'Ingress') - Number(a.kind === 'Ingress'))
  return ordered.flatMap((item): End<TraceRequest>[] => {
    if (item.kind === 'Ingress') {
      return item.rules.map(({ host, path }) => ({
        label: `http://${host}${path}`,
        value: { to: host, port: 80, path: path.startsWith('/') ? path : '/' },
      }))
    }
    if (item.kind !== 'Service') return []
    const namespace = item.namespace ?? 'default'
    const name = namespace === 'default' ? item.name : `${item.name}.${namespace}`
    return item.ports.flatMap((port) => {
      const number = Number.parseInt(/\d+/.exec(port)?.[0] ?? '', 10)
      return Number.isNaN(number) ? [] : [{ label: `${name}:${number}`, value: { to: name, port: number } }]
    })
  })
}

/** `name:port/path` as typed; undefined while it is not one. */
export function typedGoal(text: string): TraceRequest | undefined {
  const [, to, port, path] = /^\s*(?:http:\/\/)?([^/:\s]+)(?::(\d{1,5}))?(\/\S*)?\s*$/.exec(text) ?? []
  const number = Number(port ?? 80)
  if (to === undefined || number < 1 || number > 65_535) return undefined
  return { to, port: number, ...(path === undefined ? {} : { path }) }
}
