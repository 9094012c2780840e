// A container's environment: its image's, the services', and its own. k8s: pkg/kubelet/kubelet_pods.go makeEnvironmentVariables
import { configMaps, secrets } from '../api/refs.ts'
import type { Client } from '../client/client.ts'
import type { ConfigMap, Container, EnvVar, Pod, Secret, Service } from '../generated/types.ts'
import { bytesOf, textOf } from '../network/bytes.ts'
import { fieldValue, resourceValue } from './field-ref.ts'

/** A container that cannot be made as it is configured (CreateContainerConfigError). */
export class ContainerConfigError extends Error {}

export interface EnvironmentSource {
  client: Client
  services: () => Service[]
  node: { address: string; allocatable: Record<string, string> }
}

/** Variables as text, in the order in which they are set. Throws ContainerConfigError. */
export async function environmentOf(
  pod: Pod,
  container: Container,
  image: Record<string, string>,
  source: EnvironmentSource,
): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const from of container.envFrom ?? []) {
    const { configMapRef, secretRef } = from
    const reference = configMapRef ?? secretRef
    const data = configMapRef
      ? (await mapOf(source.client, pod, configMapRef.name!, configMapRef.optional))?.data
      : decoded((await secretOf(source.client, pod, secretRef?.name ?? '', reference?.optional))?.data)
    for (const [key, value] of Object.entries(data ?? {})) found.set(`${from.prefix ?? ''}${key}`, value)
  }
  const linked = serviceVariables(source.services(), pod)
  for (const variable of container.env ?? []) {
    const value = await valueOf(pod, container, variable, source, (name) => found.get(name) ?? linked.get(name))
    if (value !== undefined) found.set(variable.name, value)
  }
  return new Map([...Object.entries(image), ...[...linked].filter(([name]) => !found.has(name)), ...found])
}

async function valueOf(
  pod: Pod,
  container: Container,
  { value, valueFrom }: EnvVar,
  source: EnvironmentSource,
  lookup: (name: string) => string | undefined,
): Promise<string | undefined> {
  if (!valueFrom) return expandReferences(value ?? '', lookup)
  if (valueFrom.fieldRef) return fieldValue(pod, valueFrom.fieldRef.fieldPath, source.node)
  if (valueFrom.resourceFieldRef) return resourceValue(container, valueFrom.resourceFieldRef, source.node.allocatable)
  const { configMapKeyRef, secretKeyRef } = valueFrom
  if (configMapKeyRef) {
    const map = await mapOf(source.client, pod, configMapKeyRef.name!, configMapKeyRef.optional)
    return keyOf(map?.data, configMapKeyRef, `ConfigMap ${pod.metadata.namespace}/${configMapKeyRef.name}`)
  }
  if (secretKeyRef) {
    const secret = await secretOf(source.client, pod, secretKeyRef.name!, secretKeyRef.optional)
    return keyOf(decoded(secret?.data), secretKeyRef, `Secret ${pod.metadata.namespace}/${secretKeyRef.name}`)
  }
  return undefined
}

function keyOf(
  data: Record<string, string> | undefined,
  { key, optional }: { key: string; optional?: boolean },
  where: string,
): string | undefined {
  const value = data?.[key]
  if (value === undefined && !optional) throw new ContainerConfigError(`couldn't find key ${key} in ${where}`)
  return value
}

async function mapOf(client: Client, pod: Pod, name: string, optional = false): Promise<ConfigMap | undefined> {
  const map = await client.get(configMaps, pod.metadata.namespace!, name)
  if (!map && !optional) throw new ContainerConfigError(`configmap "${name}" not found`)
  return map
}

async function secretOf(client: Client, pod: Pod, name: string, optional = false): Promise<Secret | undefined> {
  const secret = await client.get(secrets, pod.metadata.namespace!, name)
  if (!secret && !optional) throw new ContainerConfigError(`secret "${name}" not found`)
  return secret
}

function decoded(data: Record<string, string> | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(data ?? {}).map(([key, value]) => [key, textOf(atob(value))]))
}

/** `$(NAME)` becomes the variable's value, `$$` a dollar; unknown names stay as they are. */
export function expandReferences(text: string, lookup: (name: string) => string | undefined): string {
  return text.replace(/\$\$|\$\(([^)]*)\)/g, (match, name: string | undefined) =>
    name === undefined ? '$' : (lookup(name) ?? match),
  )
}

// k8s: pkg/kubelet/envvars. Every service of the namespace that has an address, and the API's own.
function serviceVariables(all: Service[], pod: Pod): Map<string, string> {
  const variables = new Map<string, string>()
  for (const service of all) {
    const { name, namespace } = service.metadata
    const address = service.spec?.clusterIP
    if (!address || address === 'None' || !service.spec?.ports?.length) continue
    const isApi = namespace === 'default' && name === 'kubernetes'
    if (!isApi && (namespace !== pod.metadata.namespace || pod.spec?.enableServiceLinks === false)) continue
    const prefix = name!.toUpperCase().replaceAll('-', '_')
    const [first] = service.spec.ports
    variables.set(`${prefix}_SERVICE_HOST`, address)
    variables.set(`${prefix}_SERVICE_PORT`, `${first!.port}`)
    for (const port of service.spec.ports) {
      if (port.name)
        variables.set(`${prefix}_SERVICE_PORT_${port.name.toUpperCase().replaceAll('-', '_')}`, `${port.port}`)
    }
    variables.set(`${prefix}_PORT`, `${(first!.protocol ?? 'TCP').toLowerCase()}://${address}:${first!.port}`)
    for (const port of service.spec.ports) {
      const protocol = port.protocol ?? 'TCP'
      const link = `${prefix}_PORT_${port.port}_${protocol}`
      variables.set(link, `${protocol.toLowerCase()}://${address}:${port.port}`)
      variables.set(`${link}_PROTO`, protocol.toLowerCase())
      variables.set(`${link}_PORT`, `${port.port}`)
      variables.set(`${link}_ADDR`, address)
    }
  }
  return variables
}

/** Variables as a process has them. */
export function asBytes(variables: Map<string, string>): Map<string, string> {
  return new Map([...variables].map(([name, value]) => [bytesOf(name), bytesOf(value)]))
}
