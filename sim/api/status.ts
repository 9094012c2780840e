// The Status bodies of every refusal, and the error that carries them. k8s: apimachinery/pkg/api/errors/errors.go
import type { Status, StatusCause } from '../generated/types.ts'
import { errorBody, type FieldError, type FieldErrorType } from './field-errors.ts'
import { errorText } from './field-errors.ts'
import { qualifiedName } from './object.ts'

/** A refusal: the only error that verbs and strategies throw at a client. */
export class ApiError extends Error {
  readonly status: Status
  constructor(status: Status) {
    super(status.message ?? status.reason ?? 'error')
    this.name = 'ApiError'
    this.status = status
  }
  get code(): number {
    return this.status.code ?? 500
  }
  get reason(): string {
    return this.status.reason ?? ''
  }
}

interface Named {
  group: string
  plural: string
}

/** Any Status failure; the makers below are its usual forms. */
export function failure(code: number, reason: string, message: string, details?: Status['details']): ApiError {
  return new ApiError({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason,
    ...(details ? { details } : {}),
    code,
  })
}

function details(resource: Named, name: string): NonNullable<Status['details']> {
  return { ...(name ? { name } : {}), ...(resource.group ? { group: resource.group } : {}), kind: resource.plural }
}

export function notFound(resource: Named, name: string): ApiError {
  return failure(404, 'NotFound', `${qualifiedName(resource)} "${name}" not found`, details(resource, name))
}

export function alreadyExists(resource: Named, name: string): ApiError {
  return failure(409, 'AlreadyExists', `${qualifiedName(resource)} "${name}" already exists`, details(resource, name))
}

export function conflict(resource: Named, name: string, why: string): ApiError {
  const message = `Operation cannot be fulfilled on ${qualifiedName(resource)} "${name}": ${why}`
  return failure(409, 'Conflict', message, details(resource, name))
}

/** The sentence of an update that lost the race. k8s: registry/generic/registry/store.go OptimisticLockErrorMsg */
export const modifiedMessage =
  'the object has been modified; please apply your changes to the latest version and try again'

export function forbidden(resource: Named, name: string, why: string): ApiError {
  const message = name
    ? `${qualifiedName(resource)} "${name}" is forbidden: ${why}`
    : `${qualifiedName(resource)} is forbidden: ${why}`
  return failure(403, 'Forbidden', message, details(resource, name))
}

export function badRequest(message: string): ApiError {
  return failure(400, 'BadRequest', message)
}

/** 422 with one cause for each field error. */
export function invalid(kind: { group: string; kind: string }, name: string, errors: FieldError[]): ApiError {
  const lines = [...new Set(errors.map(errorText))]
  const list = lines.length === 1 ? lines[0]! : `[${lines.join(', ')}]`
  const qualified = kind.group ? `${kind.kind}.${kind.group}` : kind.kind
  const causes: StatusCause[] = errors.map((error) => ({
    reason: causeReasons[error.type],
    message: errorBody(error),
    field: error.field,
  }))
  return failure(422, 'Invalid', `${qualified} "${name}" is invalid: ${list}`, {
    ...(name ? { name } : {}),
    ...(kind.group ? { group: kind.group } : {}),
    kind: kind.kind,
    causes,
  })
}

const causeReasons: Record<FieldErrorType, string> = {
  'Required value': 'FieldValueRequired',
  'Invalid value': 'FieldValueInvalid',
  'Unsupported value': 'FieldValueNotSupported',
  'Duplicate value': 'FieldValueDuplicate',
  Forbidden: 'FieldValueForbidden',
  'Not found': 'FieldValueNotFound',
  'Too long': 'FieldValueTooLong',
  'Too many': 'FieldValueTooMany',
  'Internal error': 'InternalError',
}

/** 410: the client must list again. */
export function expired(message: string): ApiError {
  return failure(410, 'Expired', message)
}

/** 405 for a path that exists, with another method. */
export function methodNotSupported(): ApiError {
  return failure(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {})
}

/** 404 for a path that is no resource. */
export function unknownPath(): ApiError {
  return failure(404, 'NotFound', 'the server could not find the requested resource', {})
}

export function internal(message: string): ApiError {
  return failure(500, 'InternalError', `Internal error occurred: ${message}`, { causes: [{ message }] })
}

/** A fault that Go's handlers do not sort: code 500 with the bare sentence and no reason. */
export function unsorted(message: string): ApiError {
  return new ApiError({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, code: 500 })
}

/** 422 for a request whose content cannot be used, without a word why. k8s: errors.NewGenericServerResponse */
export function unprocessable(): ApiError {
  return failure(422, 'Invalid', 'the server rejected our request due to an error in our request', {})
}

/** 413. k8s: errors.NewRequestEntityTooLargeError */
export function requestTooLarge(message: string): ApiError {
  return failure(413, 'RequestEntityTooLarge', `Request entity too large: ${message}`)
}
