// What counts as a file of a learner's: a name, with folders in a chart, and text of at most 1 MiB. Runs in the browser too.
import type { WorkFile } from './session.ts'

const workFileMaxBytes = 1024 * 1024
export const workFilesMax = 40

/** A Spanish sentence that says what is wrong with the file and the way out; undefined when nothing is. */
export function faultOf({ name, text }: WorkFile): string | undefined {
  if (!isName(name)) {
    return `«${name}» no vale como nombre de fichero. Usa letras, cifras, guiones y puntos, y acaba en .yaml: pod.yaml.`
  }
  const bytes = new TextEncoder().encode(text).length
  if (bytes > workFileMaxBytes) {
    const size = (bytes / workFileMaxBytes).toLocaleString('es', { maximumFractionDigits: 1 })
    return `${name} ocupa ${size} MiB y aquí caben ficheros de 1 MiB como mucho. Pártelo en varios.`
  }
  // U+FFFD is what decoding leaves of bytes that are not UTF-8.
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u0008\u000e-\u001f\ufffd]/.test(text)) {
    return `${name} no es un fichero de texto, sino binario (o no está en UTF-8). Guárdalo como texto YAML en UTF-8.`
  }
  return undefined
}

/** A name, or the path of a file of a chart: `wordpress/templates/deploy.yaml`. */
function isName(name: string): boolean {
  const parts = name.split('/')
  const inFolder = parts.length > 1
  const whole = parts.every((part) => /^[\p{L}\p{N}_][\p{L}\p{N}._-]{0,79}$/u.test(part))
  const kind = inFolder ? /\.(?:ya?ml|json|tpl|txt)$/i : /\.(?:ya?ml|json)$/i
  return whole && parts.length <= 5 && !(name.startsWith('_') && !inFolder) && kind.test(name)
}
