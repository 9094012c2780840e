// Volumes made of keys: configMap, secret, downwardAPI and projected, which joins them.
import { configMaps, secrets } from '../../api/refs.ts'
import type { Container, KeyToPath, Pod, Volume, VolumeProjection } from '../../generated/types.ts'
import { bytesOf, type Bytes } from '../../network/bytes.ts'
import { fieldValue, resourceValue } from '../field-ref.ts'
import { directory, file, type DirectoryNode, type TreeNode } from '../runtime/file-tree.ts'
import { MountError, type SetUp, type VolumeHost } from './volume.ts'

interface Entry {
  path: string
  data: Bytes
  mode: number
}

const defaultMode = 0o644

export const setUpConfigMap: SetUp = async (host, pod, volume, existing) => {
  const source = volume.configMap!
  return tree(
    host,
    existing,
    await configMapEntries(host, pod, source.name ?? '', source.items, source.optional, source.defaultMode),
  )
}

export const setUpSecret: SetUp = async (host, pod, volume, existing) => {
  const source = volume.secret!
  return tree(
    host,
    existing,
    await secretEntries(host, pod, source.secretName ?? '', source.items, source.optional, source.defaultMode),
  )
}

export const setUpDownwardApi: SetUp = async (host, pod, volume, existing) =>
  tree(host, existing, downwardEntries(host, pod, volume.downwardAPI?.items, volume.downwardAPI?.defaultMode))

export const setUpProjected: SetUp = async (host, pod, volume: Volume, existing) => {
  const mode = volume.projected?.defaultMode
  const parts = await Promise.all((volume.projected?.sources ?? []).map((source) => projected(host, pod, source, mode)))
  return tree(host, existing, parts.flat())
}

async function projected(
  host: VolumeHost,
  pod: Pod,
  source: VolumeProjection,
  mode: number | undefined,
): Promise<Entry[]> {
  const { configMap, secret, downwardAPI, serviceAccountToken } = source
  if (configMap) return configMapEntries(host, pod, configMap.name ?? '', configMap.items, configMap.optional, mode)
  if (secret) return secretEntries(host, pod, secret.name ?? '', secret.items, secret.optional, mode)
  if (downwardAPI) return downwardEntries(host, pod, downwardAPI.items, mode)
  if (serviceAccountToken) {
    const data = await host.tokens.get(pod, serviceAccountToken)
    return [{ path: serviceAccountToken.path, data, mode: 0o644 }]
  }
  return []
}

async function configMapEntries(
  host: VolumeHost,
  pod: Pod,
  name: string,
  items: KeyToPath[] | undefined,
  optional = false,
  mode = defaultMode,
): Promise<Entry[]> {
  const map = await host.client.get(configMaps, pod.metadata.namespace!, name)
  if (!map && !optional) throw new MountError(`configmap "${name}" not found`)
  const data = new Map<string, Bytes>([
    ...Object.entries(map?.data ?? {}).map(([key, value]): [string, Bytes] => [key, bytesOf(value)]),
    ...Object.entries(map?.binaryData ?? {}).map(([key, value]): [string, Bytes] => [key, atob(value)]),
  ])
  return entries(data, items, { optional, mode, kind: 'config' })
}

async function secretEntries(
  host: VolumeHost,
  pod: Pod,
  name: string,
  items: KeyToPath[] | undefined,
  optional = false,
  mode = defaultMode,
): Promise<Entry[]> {
  const secret = await host.client.get(secrets, pod.metadata.namespace!, name)
  if (!secret && !optional) throw new MountError(`secret "${name}" not found`)
  const data = new Map(Object.entries(secret?.data ?? {}).map(([key, value]): [string, Bytes] => [key, atob(value)]))
  return entries(data, items, { optional, mode, kind: 'secret' })
}

function entries(
  data: Map<string, Bytes>,
  items: KeyToPath[] | undefined,
  { optional, mode, kind }: { optional: boolean; mode: number; kind: 'config' | 'secret' },
): Entry[] {
  if (!items?.length) return [...data].map(([path, value]) => ({ path, data: value, mode }))
  return items.flatMap((item) => {
    const value = data.get(item.key)
    if (value === undefined && !optional) throw new MountError(`references non-existent ${kind} key: ${item.key}`)
    return value === undefined ? [] : [{ path: item.path, data: value, mode: item.mode ?? mode }]
  })
}

function downwardEntries(
  host: VolumeHost,
  pod: Pod,
  items: NonNullable<Volume['downwardAPI']>['items'] = [],
  mode = defaultMode,
): Entry[] {
  return items.map((item) => {
    const { fieldRef, resourceFieldRef } = item
    const container: Container | undefined = pod.spec?.containers.find(
      (one) => one.name === resourceFieldRef?.containerName,
    )
    const text = fieldRef
      ? fieldValue(pod, fieldRef.fieldPath, host.node)
      : container && resourceFieldRef
        ? resourceValue(container, resourceFieldRef, host.node.allocatable)
        : ''
    return { path: item.path, data: bytesOf(text), mode: item.mode ?? mode }
  })
}

// The directory stays the same one, so that containers that run see the new files.
function tree(host: VolumeHost, existing: TreeNode | undefined, files: Entry[]): TreeNode {
  const now = host.clock.now()
  const root = existing?.kind === 'directory' ? existing : directory(now, 0o777)
  root.entries.clear()
  for (const { path, data, mode } of files) {
    const parts = path.split('/').filter(Boolean)
    const name = parts.pop()!
    let at: DirectoryNode = root
    for (const part of parts) {
      const next = at.entries.get(part)
      const folder = next?.kind === 'directory' ? next : directory(now)
      at.entries.set(part, folder)
      at = folder
    }
    at.entries.set(name, file(data, now, mode))
  }
  return root
}
