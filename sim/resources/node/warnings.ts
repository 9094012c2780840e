// Advice about nodes. k8s: pkg/registry/core/node/strategy.go nodeWarnings
import { path } from '../../api/field-errors.ts'
import type { Node } from '../../generated/types.ts'
import { cidrWarnings } from '../network/address-warnings.ts'

/** Warnings about `node`, in the server's order. */
export function nodeWarnings({ spec = {} }: Node): string[] {
  return [
    ...(spec.configSource ? ['spec.configSource: the feature is removed'] : []),
    ...(spec.externalID ? ['spec.externalID: this field is deprecated, and is unused by Kubernetes'] : []),
    ...(spec.podCIDRs ?? []).flatMap((range, index) => cidrWarnings(path('spec.podCIDRs').index(index), range)),
  ]
}
