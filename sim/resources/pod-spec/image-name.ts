// What an image reference says, as far as the API server cares. k8s: pkg/util/parsers/parsers.go ParseImageName

const nameLengthMax = 255
const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*'
const hostPart = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])'
const host = `(?:${hostPart}(?:\\.${hostPart})*|\\[(?:[a-fA-F0-9:]+)\\])(?::[0-9]+)?`
const reference = new RegExp(
  `^(?:${host}/)?(${component}(?:/${component})*)(?::([\\w][\\w.-]{0,127}))?(@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?$`,
)

/**
 * The tag of an image: `latest` when it names neither tag nor digest, '' when it names only a digest.
 * Undefined for what is no image reference.
 */
export function imageTag(image: string): string | undefined {
  const match = reference.exec(image)
  if (!match || /^[a-f0-9]{64}$/.test(image) || match[1]!.length > nameLengthMax) return undefined
  return match[2] ?? (match[3] ? '' : 'latest')
}
