// Image names as containerd reads them. Grammar: github.com/distribution/reference

export interface ImageReference {
  /** With registry and namespace: `docker.io/library/nginx`. */
  name: string
  tag: string
  digest?: string
  /** As containerd names it: `docker.io/library/nginx:latest`. */
  full: string
}

const domain = /^(?:localhost|[a-zA-Z0-9.-]+\.[a-zA-Z0-9.-]+|[a-zA-Z0-9.-]+:\d+)$/
const pathPart = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/

/** The reference of a name as a user writes it; a string is the reason why there is none. */
export function parseImage(text: string): ImageReference | string {
  const [beforeDigest = '', digest] = text.split('@')
  if (digest !== undefined && !/^[a-z0-9]+:[a-f0-9]{32,}$/.test(digest)) return 'invalid reference format'
  const tagAt = beforeDigest.lastIndexOf(':')
  const hasTag = tagAt > beforeDigest.lastIndexOf('/')
  const path = hasTag ? beforeDigest.slice(0, tagAt) : beforeDigest
  const tag = hasTag ? beforeDigest.slice(tagAt + 1) : 'latest'
  if (path === '' || !/^\w[\w.-]{0,127}$/.test(tag)) return 'invalid reference format'
  const parts = path.split('/')
  const registry = parts.length > 1 && domain.test(parts[0]!) ? parts.shift()! : 'docker.io'
  if (registry === 'docker.io' && parts.length === 1) parts.unshift('library')
  const remote = parts.join('/')
  if (remote.toLowerCase() !== remote) {
    return `invalid reference format: repository name (${remote.replace(/:.*$/, '')}) must be lowercase`
  }
  if (!parts.every((part) => pathPart.test(part))) return 'invalid reference format'
  const name = `${registry}/${remote}`
  const full = digest === undefined ? `${name}:${tag}` : `${name}@${digest}`
  return { name, tag, full, ...(digest === undefined ? {} : { digest }) }
}
