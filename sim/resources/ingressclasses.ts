// IngressClass. k8s: pkg/registry/networking/ingressclass/strategy.go
import { path } from '../api/field-errors.ts'
import { validateImmutable } from '../api/meta-validation.ts'
import { validateIngressClass } from './ingress/class-validation.ts'
import { ingressClasses } from '../api/refs.ts'
import type { IngressClass } from '../generated/types.ts'
import { ageCell } from './table/age-cell.ts'
import { defineResource } from './resource.ts'

/** The strategy of ingressClasses. */
export const ingressClassStrategy = defineResource<IngressClass>({
  ref: ingressClasses,
  type: 'io.k8s.api.networking.v1.IngressClass',
  generation: true,
  defaults(ingressClass) {
    const parameters = ingressClass.spec?.parameters
    if (parameters) parameters.scope ??= 'Cluster'
  },
  validate: validateIngressClass,
  validateUpdate: ({ spec }, old) =>
    validateImmutable(spec?.controller ?? '', old.spec?.controller ?? '', path('spec.controller')),
  row: (ingressClass, { now }) => [
    ingressClass.metadata.name ?? '',
    ingressClass.spec?.controller ?? '',
    parametersCell(ingressClass),
    ageCell(ingressClass.metadata.creationTimestamp, now),
  ],
})

function parametersCell({ spec }: IngressClass): string {
  const parameters = spec?.parameters
  if (!parameters) return '<none>'
  const group = parameters.apiGroup === undefined ? '' : `.${parameters.apiGroup}`
  return `${parameters.kind}${group}/${parameters.name}`
}
