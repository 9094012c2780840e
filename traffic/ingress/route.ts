// Which backend the Ingresses give a request: by host, then by path. k8s: networking/v1 IngressRule
import type { Ingress, IngressBackend, IngressPath } from '../objects.ts'

/** A rule of an Ingress, told apart from the others; a default backend has neither host nor path. */
export interface IngressRoute {
  ingress: Ingress
  host?: string
  path?: IngressPath
  backend: IngressBackend
}

/** All rules, those that are asked first before the others: exact hosts, wildcards, any host; longer paths; Exact; older. */
export function routesOf(ingresses: Ingress[]): IngressRoute[] {
  const routes = ingresses.flatMap((ingress): IngressRoute[] => [
    ...(ingress.spec.rules ?? []).flatMap(({ host, http }) =>
      (http?.paths ?? []).map((path): IngressRoute => ({
        ingress,
        ...(host ? { host: host.toLowerCase() } : {}),
        path,
        backend: path.backend,
      })),
    ),
    ...(ingress.spec.defaultBackend ? [{ ingress, backend: ingress.spec.defaultBackend }] : []),
  ])
  return routes.toSorted(
    (a, b) =>
      hostRank(b) - hostRank(a) ||
      pathOf(b).length - pathOf(a).length ||
      Number(b.path?.pathType === 'Exact') - Number(a.path?.pathType === 'Exact') ||
      ageOf(a) - ageOf(b),
  )
}

/** The rule that takes a request; undefined: nobody's, which a controller answers with 404. */
export function routeOf(ingresses: Ingress[], host: string, path: string): IngressRoute | undefined {
  const name = host.replace(/:\d+$/, '').toLowerCase()
  return routesOf(ingresses).find((route) => takesHost(route.host, name) && takesPath(route.path, path))
}

/** `*.x` stands for one label in front. */
export function takesHost(host: string | undefined, asked: string): boolean {
  if (host === undefined) return true
  if (!host.startsWith('*.')) return host === asked
  const dot = asked.indexOf('.')
  return dot > 0 && asked.slice(dot) === host.slice(1)
}

function takesPath(entry: IngressPath | undefined, asked: string): boolean {
  if (entry === undefined) return true
  const { path = '/', pathType } = entry
  if (pathType === 'Exact') return asked === path
  if (pathType === 'ImplementationSpecific') return asked.startsWith(path)
  const prefix = path.replace(/\/+$/, '')
  return prefix === '' || asked === prefix || asked.startsWith(`${prefix}/`)
}

/** Exact names, wildcards, any host with a rule, default backends. */
function hostRank({ host, path }: IngressRoute): number {
  if (path === undefined) return -1
  if (host === undefined) return 0
  return host.startsWith('*.') ? 1 : 2
}

function pathOf({ path }: IngressRoute): string {
  return path === undefined ? '' : (path.path ?? '/')
}

function ageOf({ ingress }: IngressRoute): number {
  return Date.parse(ingress.metadata.creationTimestamp ?? '') || 0
}
