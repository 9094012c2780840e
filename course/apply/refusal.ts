// A refusal of the API server, told in Spanish with the way out and the place in the file.
import { forbiddenSentence } from './forbidden.ts'
import type { Manifest, Position } from './manifest.ts'
import type { MergeSchema } from './merge-schema.ts'
import { nearest } from './nearest.ts'

/** k8s: metav1.Status, as far as it is read. */
export interface ApiStatus {
  message?: string
  reason?: string
  code?: number
  details?: { kind?: string; name?: string; causes?: { reason?: string; message?: string; field?: string }[] }
}

export interface Refusal {
  /** The server's exact sentence. */
  server: string
  message: string
  at?: Position & { field?: string }
}

/** What is being applied, for the sentences. */
export interface Applied {
  manifest: Manifest
  /** `PersistentVolumeClaim`. */
  kind: string
  /** `persistentvolumeclaim/pvc-datos-mariadb`. */
  object: string
  /** The object was there already. */
  exists: boolean
  schema(): Promise<MergeSchema | undefined>
}

const quantity = /^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$/

/** @param code HTTP status. */
export async function explainRefusal(code: number, status: ApiStatus, applied: Applied): Promise<Refusal> {
  const server = status.message ?? `HTTP ${code}`
  const at = (field: string, key = false): Refusal['at'] => ({ ...applied.manifest.locate(field, key), field })

  const strict = /strict decoding error: (?:json: )?(unknown|duplicate) field "([^"]+)"/.exec(server)
  if (strict) {
    const field = strict[2]!
    if (strict[1] === 'duplicate') {
      return { server, message: `El campo «${field}» está dos veces. Deja uno solo.`, at: at(field, true) }
    }
    const meant = await meantField(field, applied)
    const others = [...server.matchAll(/unknown field "([^"]+)"/g)].length - 1
    const more = others > 0 ? ` Y ${others === 1 ? 'otro campo más' : `otros ${others} campos`} tampoco.` : ''
    const way = meant
      ? `¿Querías decir «${meant}»?`
      : 'Mira cómo se escribe y de qué bloque cuelga: el sangrado lo decide.'
    return {
      server,
      message: `El campo «${field}» no existe en un ${applied.kind}.${more} ${way}`,
      at: at(field, true),
    }
  }
  if (server.includes('quantities must match the regular expression')) {
    const wrong = applied.manifest.scalars().find(isBadQuantity)
    const which = wrong ? `«${String(wrong.value)}» (en «${wrong.path}»)` : 'Una de las cantidades'
    const message = `${which} no es una cantidad de Kubernetes. Se escribe un número y su unidad, sin espacios: 10Gi, 500Mi, 250m, 2.`
    return { server, message, ...(wrong ? { at: { ...wrong.at, field: wrong.path } } : {}) }
  }
  const type = /cannot unmarshal (\S+) into Go struct field \w+\.(\S+) of type (\S+)/.exec(server)
  if (type) {
    const [, found, field, wanted] = type
    const message = `«${field}» es ${typeWord(found!)}, y aquí va ${goTypeWord(wanted!)}.`
    return { server, message, at: at(field!) }
  }
  const cause = status.details?.causes?.[0]
  if (cause?.field && cause.field !== '<nil>') {
    const place = cause.field === 'patch' ? 'metadata' : cause.field
    const message = applied.manifest.isEmpty(cause.field)
      ? `«${cause.field}» está vacío: detrás de los dos puntos no hay nada. Complétalo.`
      : causeSentence(cause, applied)
    return { server, message, at: at(place) }
  }
  return {
    server,
    message: plainSentence(code, status, applied),
    at: at(code === 404 ? 'metadata.namespace' : 'metadata.name'),
  }
}

function isBadQuantity({ path, value }: { path: string; value: unknown }): boolean {
  return (
    /(?:capacity|requests|limits|allocatable|hard|storage|sizeLimit)/.test(path) &&
    typeof value === 'string' &&
    !(quantity.test(value) && /^[+-]?[\d.]+(?:[KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/.test(value))
  )
}

async function meantField(path: string, applied: Applied): Promise<string | undefined> {
  let schema = await applied.schema()
  const parts = [...path.matchAll(/\[\d+\]|[^.[\]]+/g)].map(([part]) => part)
  for (const part of parts.slice(0, -1)) schema = part.startsWith('[') ? schema?.item : schema?.field(part)
  return schema && nearest(parts.at(-1)!, schema.fields())
}

function typeWord(word: string): string {
  const words: Record<string, string> = {
    string: 'un texto',
    number: 'un número',
    bool: 'sí o no (true o false)',
    array: 'una lista',
    object: 'un bloque de claves',
  }
  return words[word] ?? word
}

/** Words for Go's types, as they come in json's errors. */
function goTypeWord(type: string): string {
  if (type.startsWith('[]')) return 'una lista: cada elemento, en su línea, empieza con un guion'
  if (type.startsWith('map[') || /^\*?(?:v\d|\w+\.)/.test(type)) return 'un bloque de claves'
  if (/^\*?u?int|^\*?float/.test(type)) return 'un número, sin comillas'
  if (/^\*?bool/.test(type)) return 'true o false, sin comillas'
  if (/^\*?string/.test(type)) return 'un texto; si parece un número o un sí o no, ponlo entre comillas'
  return `un ${type}`
}

type Cause = NonNullable<NonNullable<ApiStatus['details']>['causes']>[number]

function causeSentence({ reason, message = '', field = '' }: Cause, applied: Applied): string {
  const again = `Bórralo (kubectl delete ${applied.object.replace('/', ' ')}) y vuelve a aplicarlo, o pulsa «Reiniciar»: tus ficheros se quedan.`
  if (applied.exists && /immutable|may not change fields|cannot be (?:changed|updated)/.test(message)) {
    return `Eso no se puede cambiar en un ${applied.kind} que ya está creado. ${again}`
  }
  switch (reason) {
    case 'FieldValueRequired':
      return `Falta el campo «${field}», o está vacío. Complétalo.`
    case 'FieldValueNotSupported': {
      const values = [...message.slice(message.indexOf('supported values:')).matchAll(/"([^"]*)"/g)].map(
        ([, value]) => value,
      )
      return `«${field}» no admite ese valor.${values.length > 0 ? ` Los que admite: ${values.join(', ')}.` : ''}`
    }
    case 'FieldValueDuplicate':
      return `El valor de «${field}» está repetido, y aquí cada uno va una sola vez.`
    case 'FieldValueForbidden':
      return `«${field}» no puede estar aquí, o no puede cambiar así.${applied.exists ? ` ${again}` : ''}`
    case 'FieldValueNotFound':
      return `«${field}» nombra algo que no hay. Mira cómo se llama en el resto del manifiesto.`
    case 'FieldValueTooLong':
    case 'FieldValueTooMany':
      return `«${field}» pasa del máximo que admite.`
    default:
      return /RFC 1123|RFC 1035|DNS-1123|DNS-1035/.test(message)
        ? `«${field}» no vale como nombre: solo minúsculas sin tildes, cifras y guiones, y empieza y acaba en letra o cifra.`
        : `El valor de «${field}» no vale. Kubernetes dice por qué debajo.`
  }
}

function plainSentence(code: number, { reason, message = '' }: ApiStatus, { kind }: Applied): string {
  const namespace = /namespaces? "([^"]+)" not found/.exec(message)?.[1]
  if (namespace !== undefined) {
    return `No existe el namespace «${namespace}». Créalo antes (un documento de kind Namespace) o quita metadata.namespace.`
  }
  if (/the namespace of the provided object does not match/.test(message)) return 'El namespace no es el del objeto.'
  const why = code === 403 ? forbiddenSentence(message) : undefined
  if (why !== undefined) return why
  if (code === 401 || code === 403) return `El cluster no te deja hacer esto con un ${kind}.`
  if (code === 409) return 'Otro lo ha cambiado a la vez. Vuelve a pulsar «Aplicar».'
  if (code === 422 || reason === 'Invalid') return `Este ${kind} no es válido. Kubernetes dice por qué debajo.`
  if (code === 413 || code === 400) return `El servidor no entiende este ${kind}. Lo que dice está debajo.`
  if (code === 429 || code >= 500) return 'El cluster no puede ahora. Espera unos segundos y vuelve a pulsar «Aplicar».'
  return `El servidor no lo ha aceptado (código ${code}).`
}
