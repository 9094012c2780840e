// What kubectl itself reads of a manifest before sending it: names, labels and annotations are texts.
import { isObject } from './json.ts'

export interface Mistyped {
  /** kubectl's own words. */
  server: string
  message: string
  field: string
}

/** undefined when all of it has its type. @param metadata as the file has it. */
export function mistypedMetadata(metadata: unknown): Mistyped | undefined {
  if (metadata === undefined || metadata === null) return undefined
  if (!isObject(metadata)) {
    return {
      server: `json: cannot unmarshal ${jsonType(metadata)} into Go struct field metadataOnlyObject.metadata of type v1.ObjectMeta`,
      message: '«metadata» es un bloque de claves: debajo de ella, más adentro, va al menos «name».',
      field: 'metadata',
    }
  }
  for (const name of ['name', 'namespace', 'generateName']) {
    const value = metadata[name]
    if (value !== undefined && value !== null && typeof value !== 'string') return textWanted(name, value)
  }
  for (const name of ['labels', 'annotations']) {
    const value = metadata[name]
    if (value === undefined || value === null) continue
    if (!isObject(value)) {
      return {
        server: unmarshal(value, name, 'map[string]string'),
        message: `«metadata.${name}» es un bloque de claves: una «clave: valor» en cada línea, sin guiones.`,
        field: `metadata.${name}`,
      }
    }
    const wrong = Object.entries(value).find(([, inner]) => inner !== null && typeof inner !== 'string')
    if (wrong) return textWanted(name, wrong[1], `metadata.${name}[${wrong[0]}]`)
  }
  return undefined
}

function textWanted(name: string, value: unknown, field = `metadata.${name}`): Mistyped {
  const shown = typeof value === 'object' ? 'Lo que hay' : `«${String(value as boolean | number)}»`
  const what = { number: 'un número', bool: 'un sí o no', array: 'una lista', object: 'un bloque', string: '' }[
    jsonType(value)
  ]
  return {
    server: unmarshal(value, name, 'string'),
    message: `${shown} es ${what} para YAML, y en «${field}» va un texto. Ponlo entre comillas.`,
    field,
  }
}

function unmarshal(value: unknown, name: string, wanted: string): string {
  return `json: cannot unmarshal ${jsonType(value)} into Go struct field ObjectMeta.metadata.${name} of type ${wanted}`
}

function jsonType(value: unknown): 'number' | 'bool' | 'array' | 'object' | 'string' {
  if (typeof value === 'number' || typeof value === 'bigint') return 'number'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'string') return 'string'
  return Array.isArray(value) ? 'array' : 'object'
}
