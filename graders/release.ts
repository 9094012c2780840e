// The releases of helm as a cluster keeps them: each revision in a Secret of type helm.sh/release.v1.
// helm: pkg/storage/driver/{secrets,util}.go
import { gunzipSync } from 'node:zlib'
import type { ApiObject } from '../diagnose/objects.ts'
import type { ClusterReader, Finding } from './grader.ts'
import { messages } from './messages.ts'

/** One revision; only what checks look at. */
export interface Release {
  name: string
  /** From 1 on. */
  version: number
  info: { status: string; description?: string }
  chart: { metadata: { name: string; version: string }; values?: Record<string, unknown> }
  /** The values that somebody gave, over the chart's own. */
  config?: Record<string, unknown>
}

/** Names a release. */
export interface ReleaseName {
  release: string
  namespace?: string
}

const releaseType = 'helm.sh/release.v1'

/** Every revision that is kept of it, the oldest first; none when there is no such release. */
export async function revisionsOf(
  cluster: ClusterReader,
  { release, namespace = 'default' }: ReleaseName,
): Promise<Release[]> {
  const secrets = await cluster.list<ApiObject & { type?: string; data?: { release?: string } }>(
    'v1',
    'Secret',
    namespace,
  )
  return secrets
    .filter(({ type, data }) => type === releaseType && data?.release !== undefined)
    .map(({ data }) => decoded(data!.release!))
    .filter(({ name }) => name === release)
    .toSorted((a, b) => a.version - b.version)
}

/** Base64 of the API, of base64 of gzip of JSON. */
function decoded(text: string): Release {
  const inner = Buffer.from(text, 'base64').toString('latin1')
  return JSON.parse(gunzipSync(Buffer.from(inner, 'base64')).toString('utf8')) as Release
}

/** `v1/Secret/default/sh.helm.release.v1.blog.v1`: what a finding about a release looked at. */
export function releaseId({ release, namespace = 'default' }: ReleaseName, version = 1): string {
  return `v1/Secret/${namespace}/sh.helm.release.v1.${release}.v${version}`
}

/** A release that has to be there and is not. */
export function missingRelease(wanted: ReleaseName): Finding {
  return {
    object: releaseId(wanted),
    field: 'STATUS',
    expected: 'deployed',
    observed: '(no existe)',
    because: messages.noRelease(wanted.release),
    holds: false,
    settled: true,
  }
}
