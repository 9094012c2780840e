// A ClusterRole with an aggregationRule has the rules of every ClusterRole that it selects.
// k8s: pkg/controller/clusterroleaggregation/clusterroleaggregation_controller.go
import { selectorFromObject } from '../api/selector.ts'
import { clusterRoles } from '../api/refs.ts'
import type { ClusterRole, PolicyRule } from '../generated/types.ts'
import { watching, type CreateController } from './controller.ts'

export const createClusterRoleAggregation: CreateController = ({ client, informers }) => {
  const cache = informers.for(clusterRoles)
  const gathering = (): string[] =>
    cache
      .list()
      .filter(({ aggregationRule }) => aggregationRule)
      .map(({ metadata }) => metadata.name!)
  return {
    name: 'clusterrole-aggregation',
    watches: [watching(clusterRoles, gathering)],
    async sync(name) {
      const role = cache.get('', name)
      if (!role?.aggregationRule) return
      const rules = rulesOf(role, cache.list())
      if (JSON.stringify(rules) === JSON.stringify(role.rules ?? [])) return
      await client.update(clusterRoles, { ...role, rules })
    },
  }
}

/** In the order of the selectors and of the roles' names, each rule once. */
function rulesOf({ metadata, aggregationRule }: ClusterRole, all: readonly ClusterRole[]): PolicyRule[] {
  const seen = new Map<string, PolicyRule>()
  const byName = all.toSorted((a, b) => (a.metadata.name! < b.metadata.name! ? -1 : 1))
  for (const selector of (aggregationRule?.clusterRoleSelectors ?? []).map(selectorFromObject)) {
    for (const role of byName) {
      if (role.metadata.name === metadata.name || !selector.matches(role.metadata.labels ?? {})) continue
      for (const rule of role.rules ?? []) seen.set(JSON.stringify(rule), rule)
    }
  }
  return [...seen.values()]
}
