// Why nobody answers behind a Service: no pods, none that is ready, or a port that they do not have.
import type { Diagnosis } from './diagnosis.ts'
import type { EndpointSlice, Pod, Service } from './objects.ts'
import { selects } from './selector.ts'

/** Undefined when some endpoint is ready and the ports lead to those of its pods. Slices and pods: of the Service's namespace. */
export function whyServiceSilent(service: Service, slices: EndpointSlice[], pods: Pod[]): Diagnosis | undefined {
  const { name } = service.metadata
  const { selector } = service.spec
  const endpoints = slices
    .filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === name)
    .flatMap((slice) => slice.endpoints ?? [])
  const ready = endpoints.some(({ conditions }) => conditions?.ready !== false)
  if (!selector) {
    if (ready) return undefined
    return { because: `El Service ${name} no tiene selector: nadie le pone pods detrás.`, settled: true }
  }
  const chosen = pods.filter(({ metadata }) => selects({ matchLabels: selector }, metadata.labels))
  if (ready) return whyPortLost(service, chosen)
  if (chosen.length === 0) return whyNobodyChosen(name, selector, pods)
  const unready = chosen.find(
    ({ status }) => !status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True'),
  )
  const condition = unready?.status?.conditions?.find(({ type }) => type === 'Ready')
  return {
    because: `El Service ${name} elige ${chosen.map(({ metadata }) => metadata.name).join(', ')}, pero ninguno está listo: un pod que no está listo no recibe nada.`,
    ...(condition?.message ? { says: condition.message } : {}),
  }
}

/** With the pods that have all of its keys and other values, where a slip of the pen is likely. */
function whyNobodyChosen(service: string, selector: Record<string, string>, pods: Pod[]): Diagnosis {
  const keys = Object.keys(selector)
  const near = pods.find(({ metadata }) => keys.every((key) => metadata.labels?.[key] !== undefined))
  const hint = near
    ? ` El pod ${near.metadata.name} se queda fuera: tiene ${pairs(keys, near.metadata.labels ?? {})}.`
    : ''
  return {
    because: `El Service ${service} busca pods con ${pairs(keys, selector)} y no hay ninguno.${hint}`,
    says: 'no endpoints available',
  }
}

function pairs(keys: string[], labels: Record<string, string>): string {
  return keys.map((key) => `${key}=${labels[key]}`).join(', ')
}

/** A name that no container gives to a port leads nowhere; of a number that none declares one can only warn. */
function whyPortLost({ metadata, spec }: Service, chosen: Pod[]): Diagnosis | undefined {
  const declared = chosen.flatMap((pod) => pod.spec.containers).flatMap(({ ports }) => ports ?? [])
  const known = [
    ...new Set(declared.map(({ name, containerPort }) => (name ? `${name} (${containerPort})` : `${containerPort}`))),
  ]
  for (const { port, targetPort = port } of spec.ports ?? []) {
    const named = typeof targetPort === 'string'
    if (declared.some(({ name, containerPort }) => (named ? name : containerPort) === targetPort)) continue
    if (named) {
      const others = known.length > 0 ? `Los que tienen: ${known.join(', ')}.` : 'No declaran ninguno.'
      return {
        because: `El puerto ${port} del Service ${metadata.name} lleva al puerto «${targetPort}» de sus pods, y ninguno tiene un puerto que se llame así. ${others}`,
        settled: true,
      }
    }
    if (known.length > 0) {
      return {
        because: `El puerto ${port} del Service ${metadata.name} lleva al ${targetPort} de sus pods, que dicen escuchar en ${known.join(', ')}: si en el ${targetPort} no escucha nadie, la conexión se rechaza.`,
      }
    }
  }
  return undefined
}
