// Which backend an Ingress gives a request: by host, then by path. k8s: networking/v1 IngressRule
import type { HTTPIngressPath, Ingress, IngressBackend } from '../../generated/types.ts'

/** A backend together with the namespace that its service is in. */
export interface Match {
  ingress: Ingress
  backend: IngressBackend
}

interface Candidate extends Match {
  /** Exact names before wildcards before none. */
  hostRank: number
  pathLength: number
  exact: boolean
}

/** The best match for a request; undefined when no rule and no default backend fits. */
export function routeRequest(ingresses: Ingress[], host: string, path: string): Match | undefined {
  const name = host.replace(/:\d+$/, '').toLowerCase()
  const candidates = ingresses.flatMap((ingress) => candidatesOf(ingress, name, path))
  candidates.sort(
    (a, b) =>
      b.hostRank - a.hostRank || b.pathLength - a.pathLength || Number(b.exact) - Number(a.exact) || age(a) - age(b),
  )
  return candidates[0]
}

/** Of equal rules the older Ingress wins. */
function age({ ingress }: Match): number {
  return Date.parse(ingress.metadata.creationTimestamp ?? '') || 0
}

function candidatesOf(ingress: Ingress, host: string, path: string): Candidate[] {
  const found: Candidate[] = []
  for (const rule of ingress.spec?.rules ?? []) {
    const hostRank = rankHost(rule.host, host)
    if (hostRank === undefined) continue
    for (const entry of rule.http?.paths ?? []) {
      if (!fits(entry, path)) continue
      const length = (entry.path ?? '/').length
      found.push({ ingress, backend: entry.backend, hostRank, pathLength: length, exact: entry.pathType === 'Exact' })
    }
  }
  if (ingress.spec?.defaultBackend) {
    found.push({ ingress, backend: ingress.spec.defaultBackend, hostRank: -1, pathLength: 0, exact: false })
  }
  return found
}

function rankHost(pattern: string | undefined, host: string): number | undefined {
  if (!pattern) return 0
  if (pattern.toLowerCase() === host) return 2
  if (!pattern.startsWith('*.')) return undefined
  // A wildcard stands for one label.
  const dot = host.indexOf('.')
  return dot > 0 && host.slice(dot) === pattern.slice(1).toLowerCase() ? 1 : undefined
}

function fits({ path = '/', pathType }: HTTPIngressPath, wanted: string): boolean {
  if (pathType === 'Exact') return wanted === path
  if (pathType === 'ImplementationSpecific') return wanted.startsWith(path)
  const prefix = path.replace(/\/+$/, '')
  return prefix === '' || wanted === prefix || wanted.startsWith(`${prefix}/`)
}
