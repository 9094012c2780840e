// What is used of each quota, counted anew when something goes, ends or changes what it counts.
// k8s: pkg/controller/resourcequota/resource_quota_controller.go, pkg/quota/v1/install/update_filter.go
import { keyOf, splitKey, type KubeObject, type ResourceRef } from '../api/object.ts'
import { resourceQuotas } from '../api/refs.ts'
import { addAmounts, masked, type ResourceAmounts, sameAmounts } from '../api/quota/amounts.ts'
import { evaluatorOf, matchesScopes, type QuotaEvaluator } from '../api/quota/evaluator.ts'
import type { Context } from '../client/context.ts'
import type { ResourceQuota } from '../generated/types.ts'
import { watching, type Controller } from './controller.ts'

interface Counted {
  ref: ResourceRef
  evaluator: QuotaEvaluator
}

/** k8s: --resource-quota-sync-period */
const resyncMs = 300_000

export function createResourceQuotaController(context: Context, resources: readonly ResourceRef[]): Controller {
  const { client, informers, clock } = context
  const cache = informers.for(resourceQuotas)
  const counted = resources.flatMap((ref): Counted[] => {
    const evaluator = ref.namespaced ? evaluatorOf(ref) : undefined
    return evaluator ? [{ ref, evaluator }] : []
  })
  const quotasOf = ({ metadata }: KubeObject): string[] => cache.list(metadata.namespace).map(keyOf)
  const watches = counted.map(({ ref, evaluator }) =>
    watching(ref, quotasOf, {
      when: (object, old) =>
        cache.list(object.metadata.namespace).length > 0 &&
        !sameAmounts(evaluator.usage(object, clock.now()), evaluator.usage(old, clock.now())),
    }),
  )

  function usageOf(quota: ResourceQuota): ResourceAmounts {
    const { namespace } = quota.metadata
    const hard = Object.keys(quota.spec?.hard ?? {})
    let used: ResourceAmounts = {}
    for (const { ref, evaluator } of counted) {
      const names = evaluator.counted(hard)
      if (names.length === 0) continue
      used = addAmounts(used, Object.fromEntries(names.map((name) => [name, '0'])))
      for (const object of informers.for(ref).list(namespace)) {
        if (matchesScopes(evaluator, quota, object))
          used = addAmounts(used, masked(evaluator.usage(object, clock.now()), names))
      }
    }
    return used
  }

  return {
    name: 'resource-quota',
    resyncMs,
    resyncKeys: () => cache.list().map(keyOf),
    watches: [watching(resourceQuotas, (quota) => [keyOf(quota)]), ...watches],
    async sync(key) {
      const { namespace, name } = splitKey(key)
      const quota = cache.get(namespace, name)
      if (!quota) return
      const hard = quota.spec?.hard ?? {}
      const used = masked({ ...quota.status?.used, ...usageOf(quota) }, Object.keys(hard))
      const known = quota.status
      if (known?.hard && known.used && sameAmounts(known.hard, hard) && sameAmounts(known.used, used)) return
      await client.updateStatus(resourceQuotas, { ...quota, status: { hard, used } })
    },
  }
}
