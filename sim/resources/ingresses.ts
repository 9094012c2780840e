// Ingress. k8s: pkg/registry/networking/ingress/strategy.go
import { ingresses } from '../api/refs.ts'
import type { Ingress } from '../generated/types.ts'
import { ageCell } from './table/age-cell.ts'
import { invalid, path, type FieldError } from '../api/field-errors.ts'
import { validateIngressStatus } from './ingress/status-validation.ts'
import { validateIngress } from './ingress/validation.ts'
import { loadBalancerCell } from './network/load-balancer.ts'
import { defaultIngressClass } from './network/default-ingress-class.ts'
import { defineResource } from './resource.ts'

const classAnnotation = 'kubernetes.io/ingress.class'

/** The strategy of ingresses. */
export const ingressStrategy = defineResource<Ingress>({
  ref: ingresses,
  type: 'io.k8s.api.networking.v1.Ingress',
  generation: true,
  admit(ingress, view, old) {
    const named = ingress.spec?.ingressClassName ?? ingress.metadata.annotations?.[classAnnotation]
    if (old || named !== undefined) return
    const name = defaultIngressClass(view)?.metadata.name
    if (name !== undefined) ingress.spec = { ...ingress.spec, ingressClassName: name }
  },
  prepareForCreate(ingress) {
    ingress.status = { loadBalancer: {} }
  },
  prepareForUpdate(ingress, old) {
    ingress.status = { ...structuredClone(old.status) }
  },
  validate: (ingress, _view, old) => [...validateIngress(ingress, old), ...(old ? [] : classErrors(ingress))],
  status: {
    prepare(ingress, old) {
      ingress.spec = { ...structuredClone(old.spec) }
    },
    validate: validateIngressStatus,
  },
  warnings(ingress, old) {
    const annotated = ingress.metadata.annotations?.[classAnnotation] !== undefined
    if (old || !annotated || ingress.spec?.ingressClassName !== undefined) return []
    return [`annotation "${classAnnotation}" is deprecated, please use 'spec.ingressClassName' instead`]
  },
  row: (ingress, { now }) => [
    ingress.metadata.name ?? '',
    ingress.spec?.ingressClassName ?? '<none>',
    hostsCell(ingress),
    loadBalancerCell(ingress.status?.loadBalancer?.ingress),
    ingress.spec?.tls?.length ? '80, 443' : '80',
    ageCell(ingress.metadata.creationTimestamp, now),
  ],
})

function classErrors({ metadata, spec }: Ingress): FieldError[] {
  const annotated = metadata.annotations?.[classAnnotation]
  const named = spec?.ingressClassName
  if (annotated === undefined || named === undefined || annotated === named) return []
  const at = path('annotations').child(classAnnotation)
  return [invalid(at, annotated, 'must match `ingressClassName` when both are specified')]
}

const hostsMax = 3

function hostsCell({ spec }: Ingress): string {
  const rules = spec?.rules ?? []
  const hosts: string[] = []
  let more = false
  for (const { host } of rules) {
    more ||= hosts.length === hostsMax
    if (!more && host) hosts.push(host)
  }
  if (hosts.length === 0) return '*'
  return more ? `${hosts.join(',')} + ${rules.length - hostsMax} more...` : hosts.join(',')
}
