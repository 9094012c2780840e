// Services, ingresses, deployments and storage classes, as the page shows them.
import { whyServiceSilent } from '../../diagnose/silent-service.ts'
import type { Ingress, Service, StorageClass } from '../../diagnose/objects.ts'
import type { ClassItem, DeploymentItem, IngressItem, ServiceItem } from './item.ts'
import { identityOf } from './identity.ts'
import type { Deployment, World } from './world.ts'

export function classItem(storageClass: StorageClass): ClassItem {
  const annotations = storageClass.metadata.annotations ?? {}
  const byDefault = annotations['storageclass.kubernetes.io/is-default-class'] === 'true'
  return {
    ...identityOf('StorageClass', storageClass),
    word: byDefault ? 'default' : '',
    tone: 'ended',
    provisioner: storageClass.provisioner,
    binding: storageClass.volumeBindingMode ?? 'Immediate',
    byDefault,
  }
}

export function deploymentItem(deployment: Deployment): DeploymentItem {
  const desired = deployment.spec.replicas ?? 1
  const ready = deployment.status?.readyReplicas ?? 0
  return {
    ...identityOf('Deployment', deployment),
    word: `${ready}/${desired}`,
    tone: ready >= desired ? 'good' : 'waiting',
    ready,
    desired,
  }
}

export function serviceItem(service: Service, { slices, pods }: World): ServiceItem {
  const { name, namespace } = service.metadata
  const endpoints = slices
    .filter(
      ({ metadata }) => metadata.namespace === namespace && metadata.labels?.['kubernetes.io/service-name'] === name,
    )
    .flatMap((slice) => slice.endpoints ?? [])
  const ready = endpoints.filter(({ conditions }) => conditions?.ready !== false).length
  const here = <T extends { metadata: { namespace?: string } }>(list: T[]): T[] =>
    list.filter(({ metadata }) => metadata.namespace === namespace)
  const why = service.spec.type === 'ExternalName' ? undefined : whyServiceSilent(service, here(slices), here(pods))
  const { clusterIP } = service.spec as { clusterIP?: string }
  return {
    ...identityOf('Service', service),
    word: service.spec.type ?? 'ClusterIP',
    tone: why ? 'waiting' : 'good',
    type: service.spec.type ?? 'ClusterIP',
    ip: clusterIP === 'None' ? undefined : clusterIP,
    ports: (service.spec.ports ?? []).map(({ port, targetPort }) =>
      targetPort === undefined || targetPort === port ? `${port}` : `${port}→${targetPort}`,
    ),
    ready,
    endpoints: endpoints.length,
    ...(why ? { why } : {}),
  }
}

export function ingressItem(ingress: Ingress, { ingressClasses, services }: World): IngressItem {
  const { namespace } = ingress.metadata
  const rules = (ingress.spec.rules ?? []).flatMap(({ host = '*', http }) =>
    (http?.paths ?? []).map(({ path = '/', backend }) => ({
      host,
      path,
      service: backend.service?.name ?? '',
      port: String(backend.service?.port?.number ?? backend.service?.port?.name ?? ''),
    })),
  )
  const { ingressClassName } = ingress.spec
  const orphan = ingressClassName && !ingressClasses.some(({ metadata }) => metadata.name === ingressClassName)
  const lost = rules.find(
    ({ service }) => !services.some(({ metadata }) => metadata.namespace === namespace && metadata.name === service),
  )
  const because = orphan
    ? `No hay ninguna IngressClass «${ingressClassName}»: ningún controlador lo atiende.`
    : lost && `Reparte al Service ${lost.service}, que no existe.`
  return {
    ...identityOf('Ingress', ingress),
    word: ingressClassName ?? '(sin clase)',
    tone: because ? 'waiting' : 'good',
    ingressClass: ingressClassName,
    rules,
    ...(because ? { why: { because } } : {}),
  }
}
