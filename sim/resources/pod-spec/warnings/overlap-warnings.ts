// Files of one volume that would be written over each other. k8s: pkg/api/pod/warnings.go warningsForOverlappingVirtualPaths
import type { KeyToPath, Volume, VolumeProjection } from '../../../generated/types.ts'

interface PlacedFile {
  path: string
  /** Where it comes from, in a volume of several sources. */
  source?: string
}

/** Paths that are the same, or inside each other. */
export function overlapWarnings(volumes: Volume[]): string[] {
  return volumes.flatMap(({ name, configMap, secret, downwardAPI, projected }) => {
    const warn = (shown: string, files: PlacedFile[]): string[] =>
      overlaps(files).map((pair) => `volume ${JSON.stringify(name)} (${shown}): overlapping paths: ${pair}`)
    const warnings: string[] = []
    if (configMap) warnings.push(...warn(`ConfigMap ${quoted(configMap.name)}`, filesOf(configMap.items)))
    if (secret) warnings.push(...warn(`Secret ${quoted(secret.secretName)}`, filesOf(secret.items)))
    if (downwardAPI) warnings.push(...warn('DownwardAPI', filesOf(downwardAPI.items)))
    for (const source of projected?.sources ?? []) {
      if (Object.keys(source).length > 0) continue
      warnings.push(`volume ${JSON.stringify(name)} (Projected) has no sources provided`)
    }
    return [...warnings, ...warn('Projected', (projected?.sources ?? []).flatMap(filesOfSource))]
  })
}

function filesOf(items: { path: string }[] | undefined, source?: string): PlacedFile[] {
  return (items ?? []).map(({ path }) => ({ path, ...(source ? { source } : {}) }))
}

function filesOfSource({ configMap, secret, downwardAPI, serviceAccountToken }: VolumeProjection): PlacedFile[] {
  const named = (kind: string, from: { name?: string; items?: KeyToPath[] }): PlacedFile[] =>
    filesOf(from.items, `${kind} ${quoted(from.name)}`)
  if (configMap?.items) return named('ConfigMap', configMap)
  if (secret?.items) return named('Secret', secret)
  if (downwardAPI?.items) return filesOf(downwardAPI.items, 'DownwardAPI')
  return serviceAccountToken ? [{ path: serviceAccountToken.path, source: 'ServiceAccountToken' }] : []
}

function overlaps(files: PlacedFile[]): string[] {
  const trimmed = files.map((file) => ({ ...file, path: file.path.replace(/\/+$/, '') }))
  return trimmed.flatMap((file, index) =>
    trimmed
      .slice(0, index)
      .filter((other) => file.path !== '' && other.path !== '' && areNested(file.path, other.path))
      .map((other) => `${shown(file)} with ${shown(other)}`),
  )
}

function areNested(a: string, b: string): boolean {
  return `${a}/`.startsWith(`${b}/`) || `${b}/`.startsWith(`${a}/`)
}

function shown({ path, source }: PlacedFile): string {
  return source ? `${JSON.stringify(path)} (${source})` : JSON.stringify(path)
}

function quoted(name: string | undefined): string {
  return JSON.stringify(name ?? '')
}
