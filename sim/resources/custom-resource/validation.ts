// Every fault of a custom resource against its schema, in the words of the OpenAPI validator.
// k8s: apiextensions-apiserver/pkg/apiserver/validation/validation.go, kube-openapi/pkg/validation
import { invalid, notSupported, required, tooLong, tooMany, type FieldError } from '../../api/field-errors.ts'
import { isJsonObject, memberSchema, type JsonObject, type StructuralSchema } from './schema.ts'

/** @param at path of the value; '' for the object itself. */
export function schemaFaults(value: unknown, schema: StructuralSchema, at = ''): FieldError[] {
  const types = schema['x-kubernetes-int-or-string'] ? ['integer', 'string'] : schema.type ? [schema.type] : []
  if (value === null && schema.nullable) return []
  const found = typeOf(value)
  const fits = types.length === 0 || types.some((type) => type === found || (type === 'number' && found === 'integer'))
  if (!fits) return [said(at, found, `must be of type ${types.join(',')}: ${JSON.stringify(found)}`)]
  return [...enumFaults(value, schema, at), ...valueFaults(value, schema, at)]
}

function valueFaults(value: unknown, schema: StructuralSchema, at: string): FieldError[] {
  if (typeof value === 'string') return textFaults(value, schema, at)
  if (typeof value === 'number') return numberFaults(value, schema, at)
  if (Array.isArray(value)) return listFaults(value, schema, at)
  return isJsonObject(value) ? objectFaults(value, schema, at) : []
}

function typeOf(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value
}

/** `spec.n in body …`: the validator names the field again. */
function said(at: string, value: unknown, sentence: string): FieldError {
  return invalid(at, value, `${at} in body ${sentence}`)
}

function enumFaults(value: unknown, { enum: allowed }: StructuralSchema, at: string): FieldError[] {
  if (!allowed || allowed.some((one) => JSON.stringify(one) === JSON.stringify(value))) return []
  return [
    notSupported(
      at,
      value,
      allowed.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))),
    ),
  ]
}

function textFaults(text: string, { minLength, maxLength, pattern }: StructuralSchema, at: string): FieldError[] {
  const faults: FieldError[] = []
  const length = Array.from(text).length
  if (maxLength !== undefined && length > maxLength) faults.push(tooLong(at, maxLength))
  if (minLength !== undefined && length < minLength) {
    faults.push(said(at, text, `should be at least ${minLength} chars long`))
  }
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(text)) {
    faults.push(said(at, text, `should match '${pattern}'`))
  }
  return faults
}

function numberFaults(number: number, schema: StructuralSchema, at: string): FieldError[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema
  const faults: FieldError[] = []
  if (multipleOf !== undefined && number % multipleOf !== 0) {
    faults.push(said(at, number, `should be a multiple of ${multipleOf}`))
  }
  if (maximum !== undefined && (exclusiveMaximum ? number >= maximum : number > maximum)) {
    faults.push(said(at, number, `should be less than ${exclusiveMaximum ? '' : 'or equal to '}${maximum}`))
  }
  if (minimum !== undefined && (exclusiveMinimum ? number <= minimum : number < minimum)) {
    faults.push(said(at, number, `should be greater than ${exclusiveMinimum ? '' : 'or equal to '}${minimum}`))
  }
  return faults
}

function listFaults(list: unknown[], schema: StructuralSchema, at: string): FieldError[] {
  const { items, minItems, maxItems, uniqueItems } = schema
  const faults = items ? list.flatMap((item, index) => schemaFaults(item, items, `${at}[${index}]`)) : []
  if (minItems !== undefined && list.length < minItems) {
    faults.push(said(at, list.length, `should have at least ${minItems} items`))
  }
  if (maxItems !== undefined && list.length > maxItems) faults.push(tooMany(at, list.length, maxItems))
  if (uniqueItems && new Set(list.map((item) => JSON.stringify(item))).size < list.length) {
    faults.push(said(at, list, "shouldn't contain duplicates"))
  }
  return faults
}

function objectFaults(object: JsonObject, schema: StructuralSchema, at: string): FieldError[] {
  const inside = (name: string): string => (at === '' ? name : `${at}.${name}`)
  const { minProperties, maxProperties } = schema
  const count = Object.keys(object).length
  const faults: FieldError[] = []
  if (minProperties !== undefined && count < minProperties) {
    faults.push(said(at, count, `should have at least ${minProperties} properties`))
  }
  if (maxProperties !== undefined && count > maxProperties) faults.push(tooMany(at, count, maxProperties))
  for (const name of schema.required ?? []) if (object[name] === undefined) faults.push(required(inside(name)))
  // As the schema lists them: the validator goes through its properties, then through what else there is.
  const known = Object.keys(schema.properties ?? {})
  for (const name of [...known, ...Object.keys(object).filter((each) => !known.includes(each))]) {
    const member = memberSchema(schema, name)
    if (member && object[name] !== undefined) faults.push(...schemaFaults(object[name], member, inside(name)))
  }
  return faults
}
