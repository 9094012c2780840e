// Which backend the Ingresses give a request: by host, then by path. k8s: networking/v1 IngressRule
import { hostMatches, pathMatches } from '../../diagnose/ingress-rule.ts'
import type { Ingress, IngressBackend, IngressPath } from '../objects.ts'

/** What of an Ingress says where requests go: also the embedded cluster's own objects, whose specs may be missing. */
type Routing = Pick<Ingress['spec'], 'rules' | 'defaultBackend'>
interface Routed {
  metadata: { creationTimestamp?: string }
  spec?: Routing
}

/** A rule of an Ingress, told apart from the others; a default backend has neither host nor path. */
export interface IngressRoute<T extends Routed = Ingress> {
  ingress: T
  host?: string
  path?: IngressPath
  backend: IngressBackend
}

/** All rules, those that are asked first before the others: exact hosts, wildcards, any host; longer paths; Exact; older. */
export function routesOf(ingresses: Ingress[]): IngressRoute[] {
  return ingresses.flatMap((ingress) => rulesOf(ingress)).toSorted(byPrecedence)
}

/** The rule that takes a request; undefined: nobody's, which a controller answers with 404. */
export function routeOf<T extends Routed>(ingresses: T[], host: string, path: string): IngressRoute<T> | undefined {
  const name = host.replace(/:\d+$/, '').toLowerCase()
  const takes = (route: IngressRoute<T>): boolean =>
    takesHost(route.host, name) && (route.path === undefined || pathMatches(route.path, path))
  return ingresses
    .flatMap((ingress) => rulesOf(ingress))
    .filter(takes)
    .toSorted(byPrecedence)[0]
}

/** A rule without a host takes any. */
export function takesHost(host: string | undefined, asked: string): boolean {
  return host === undefined || hostMatches(host, asked)
}

function rulesOf<T extends Routed>(ingress: T): IngressRoute<T>[] {
  const { rules = [], defaultBackend } = ingress.spec ?? {}
  return [
    ...rules.flatMap(({ host, http }) =>
      (http?.paths ?? []).map((path): IngressRoute<T> => ({
        ingress,
        ...(host ? { host: host.toLowerCase() } : {}),
        path,
        backend: path.backend,
      })),
    ),
    ...(defaultBackend ? [{ ingress, backend: defaultBackend }] : []),
  ]
}

function byPrecedence(a: IngressRoute<Routed>, b: IngressRoute<Routed>): number {
  return (
    hostRank(b) - hostRank(a) ||
    pathOf(b).length - pathOf(a).length ||
    Number(b.path?.pathType === 'Exact') - Number(a.path?.pathType === 'Exact') ||
    ageOf(a) - ageOf(b)
  )
}

/** Exact names, wildcards, any host with a rule, default backends. */
function hostRank({ host, path }: IngressRoute<Routed>): number {
  if (path === undefined) return -1
  if (host === undefined) return 0
  return host.startsWith('*.') ? 1 : 2
}

function pathOf({ path }: IngressRoute<Routed>): string {
  return path === undefined ? '' : (path.path ?? '/')
}

function ageOf({ ingress }: IngressRoute<Routed>): number {
  return Date.parse(ingress.metadata.creationTimestamp ?? '') || 0
}
