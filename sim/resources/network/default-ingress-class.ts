// Which IngressClass an Ingress that names none gets. k8s: plugin/pkg/admission/network/defaultingressclass/admission.go
import { ingressClasses } from '../../api/refs.ts'
import type { IngressClass } from '../../generated/types.ts'
import type { ClusterView } from '../resource.ts'

const annotation = 'ingressclass.kubernetes.io/is-default-class'

/** The newest of those marked as default, and of those of one second the first by name. */
export function defaultIngressClass(view: ClusterView): IngressClass | undefined {
  const created = (ingressClass: IngressClass): string => ingressClass.metadata.creationTimestamp ?? ''
  return view
    .list(ingressClasses)
    .filter(({ metadata }) => metadata.annotations?.[annotation] === 'true')
    .toSorted(
      (a, b) => created(b).localeCompare(created(a)) || (a.metadata.name ?? '').localeCompare(b.metadata.name ?? ''),
    )[0]
}
