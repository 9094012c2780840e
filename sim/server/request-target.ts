// From a URL's path to what it names. k8s: apiserver/pkg/endpoints/request/requestinfo.go
import type { ResourceStrategy } from '../resources/resource.ts'
import type { Target } from './api.ts'

/** A path that names a resource, an object or a subresource of it; `rest` is what follows `/proxy`. */
export interface ResourcePath {
  target: Target
  rest: string
}

/** Finds strategies by URL. */
export interface Registry {
  readonly strategies: readonly ResourceStrategy[]
  find(group: string, version: string, plural: string): ResourceStrategy | undefined
}

/** @param custom those that somebody added, as they are at this instant */
export function createRegistry(
  strategies: readonly ResourceStrategy[],
  custom: () => ResourceStrategy[] = () => [],
): Registry {
  const key = (group: string, version: string, plural: string): string => `${group}/${version}/${plural}`
  const known = new Map(
    strategies.map((strategy) => [key(strategy.ref.group, strategy.ref.version, strategy.ref.plural), strategy]),
  )
  return {
    get strategies() {
      const more = custom()
      return more.length > 0 ? [...strategies, ...more] : strategies
    },
    find(group, version, plural) {
      const wanted = key(group, version, plural)
      return known.get(wanted) ?? custom().find(({ ref }) => key(ref.group, ref.version, ref.plural) === wanted)
    },
  }
}

/** undefined for a path that is none of a served resource. */
export function parseResourcePath(registry: Registry, pathname: string): ResourcePath | undefined {
  const [root, ...parts] = pathname.split('/').filter(Boolean).map(decodeURIComponent)
  const [group, version] = root === 'api' ? ['', parts.shift()] : root === 'apis' ? [parts.shift(), parts.shift()] : []
  if (group === undefined || version === undefined || parts.length === 0) return undefined
  const inNamespace = parts[0] === 'namespaces' && parts.length > 2 && !['finalize', 'status'].includes(parts[2]!)
  const namespace = inNamespace ? parts[1]! : ''
  const [plural = '', name = '', subresource = '', ...rest] = inNamespace ? parts.slice(2) : parts
  const strategy = registry.find(group, version, plural)
  if (!strategy) return undefined
  if (namespace !== '' && !strategy.ref.namespaced) return undefined
  if (name !== '' && namespace === '' && strategy.ref.namespaced) return undefined
  return { target: { strategy, namespace, name, subresource }, rest: rest.join('/') }
}
