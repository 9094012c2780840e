// Query parameters as options of the verbs. k8s: apimachinery/pkg/apis/meta/v1 ListOptions, CreateOptions, PatchOptions
import { failure, invalid } from '../../api/status.ts'
import { notSupported } from '../../api/field-errors.ts'
import type { FieldValidation } from '../../api/decode/decode.ts'
import type { ListOptions, WatchOptions, WriteOptions } from '../api.ts'

export function listOptions(query: URLSearchParams): ListOptions {
  const text = (name: string): string | undefined => query.get(name) || undefined
  const limit = Number(query.get('limit') ?? 0)
  const match = text('resourceVersionMatch') as ListOptions['resourceVersionMatch']
  return {
    ...optional('labelSelector', text('labelSelector')),
    ...optional('fieldSelector', text('fieldSelector')),
    ...optional('continue', text('continue')),
    ...optional('resourceVersion', text('resourceVersion')),
    ...optional('resourceVersionMatch', match),
    ...(limit > 0 ? { limit } : {}),
  }
}

export function watchOptions(query: URLSearchParams): WatchOptions {
  const sendInitialEvents = query.get('sendInitialEvents')
  if (sendInitialEvents !== null && query.get('resourceVersionMatch') !== 'NotOlderThan') {
    throw failure(
      422,
      'Invalid',
      'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
    )
  }
  return {
    ...listOptions(query),
    allowBookmarks: flag(query.get('allowWatchBookmarks')),
    ...(sendInitialEvents === null ? {} : { sendInitialEvents: flag(sendInitialEvents) }),
  }
}

/** Throws 422 for a dryRun or fieldValidation that is none. */
export function writeOptions(
  query: URLSearchParams,
  userAgent: string | null,
): Required<Pick<WriteOptions, 'dryRun' | 'fieldManager'>> & { fieldValidation: FieldValidation } {
  const dryRun = query.getAll('dryRun')
  const unknownDryRun = dryRun.find((value) => value !== 'All')
  const fieldValidation = query.get('fieldValidation') || 'Warn'
  const faults = [
    ...(unknownDryRun === undefined ? [] : [notSupported('dryRun', dryRun, ['All'])]),
    ...(validations.includes(fieldValidation) ? [] : [notSupported('fieldValidation', fieldValidation, validations)]),
  ]
  if (faults.length > 0) throw invalid({ group: 'meta.k8s.io', kind: 'CreateOptions' }, '', faults)
  return {
    dryRun: dryRun.includes('All'),
    fieldManager: query.get('fieldManager') || (userAgent ?? '').split('/')[0]! || 'unknown',
    fieldValidation: fieldValidation as FieldValidation,
  }
}

const validations = ['Ignore', 'Strict', 'Warn']

function flag(value: string | null): boolean {
  return value !== null && ['', '1', 't', 'T', 'true', 'TRUE', 'True'].includes(value)
}

function optional<K extends string, V>(name: K, value: V | undefined): { [key in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { [key in K]?: V })
}
