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

export const setUpConfigMap: SetUp = async (host, pod, { configMap = {} }, existing) =>
  tree(host, existing, await keyEntries(host, pod, configMapKeys, configMap, configMap.defaultMode))

export const setUpSecret: SetUp = async (host, pod, { secret = {} }, existing) =>
  tree(
    host,
    existing,
    await keyEntries(host, pod, secretKeys, { ...secret, name: secret.secretName }, secret.defaultMode),
  )

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
  if (configMap) return keyEntries(host, pod, configMapKeys, configMap, mode)
  if (secret) return keyEntries(host, pod, secretKeys, secret, mode)
  if (downwardAPI) return downwardEntries(host, pod, downwardAPI.items, mode)
  if (serviceAccountToken) {
    const data = await host.tokens.get(pod, serviceAccountToken)
    return [{ path: serviceAccountToken.path, data, mode: 0o644 }]
  }
  return []
}

/** Where keys come from: how an object is read, and what it is called when it, or one of its keys, is not there. */
interface KeySource {
  object: string
  key: string
  read(host: VolumeHost, namespace: string, name: string): Promise<Map<string, Bytes> | undefined>
}

const configMapKeys: KeySource = {
  object: 'configmap',
  key: 'config',
  async read({ client }, namespace, name) {
    const map = await client.get(configMaps, namespace, name)
    return (
      map &&
      new Map([
        ...Object.entries(map.data ?? {}).map(([key, value]): [string, Bytes] => [key, bytesOf(value)]),
        ...Object.entries(map.binaryData ?? {}).map(([key, value]): [string, Bytes] => [key, atob(value)]),
      ])
    )
  },
}

const secretKeys: KeySource = {
  object: 'secret',
  key: 'secret',
  async read({ client }, namespace, name) {
    const secret = await client.get(secrets, namespace, name)
    return (
      secret && new Map(Object.entries(secret.data ?? {}).map(([key, value]): [string, Bytes] => [key, atob(value)]))
    )
  },
}

async function keyEntries(
  host: VolumeHost,
  pod: Pod,
  source: KeySource,
  { name = '', items, optional = false }: { name?: string | undefined; items?: KeyToPath[]; optional?: boolean },
  mode = defaultMode,
): Promise<Entry[]> {
  const data = await source.read(host, pod.metadata.namespace!, name)
  if (!data && !optional) throw new MountError(`${source.object} "${name}" not found`)
  if (!items?.length) return [...(data ?? [])].map(([path, value]) => ({ path, data: value, mode }))
  return items.flatMap((item) => {
    const value = data?.get(item.key)
    if (value === undefined && !optional) {
      throw new MountError(`references non-existent ${source.key} key: ${item.key}`)
    }
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
    const all: Container[] = [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])]
    const container = all.find((one) => one.name === resourceFieldRef?.containerName)
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
