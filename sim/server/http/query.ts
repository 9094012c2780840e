// Query parameters as options of the verbs. k8s: apimachinery/pkg/apis/meta/v1, internalversion/validation/validation.go
import type { FieldValidation } from '../../api/decode/decode.ts'
import {
  forbidden,
  invalid as invalidField,
  notSupported,
  path,
  required,
  type FieldError,
} from '../../api/field-errors.ts'
import { validateFieldManager } from '../../api/meta-validation.ts'
import { badRequest, invalid } from '../../api/status.ts'
import type { DeleteOptions, ListOptions, WatchOptions, WriteOptions } from '../api.ts'

type Match = NonNullable<ListOptions['resourceVersionMatch']>

/** Throws 400 for a limit that is no number, 422 for a resourceVersionMatch without its resourceVersion. */
export function listOptions(query: URLSearchParams): ListOptions {
  const match = query.get('resourceVersionMatch') ?? ''
  const version = query.get('resourceVersion') ?? ''
  const at = 'resourceVersionMatch'
  const faults: FieldError[] = []
  if (match !== '') {
    if (version === '')
      faults.push(forbidden(at, 'resourceVersionMatch is forbidden unless resourceVersion is provided'))
    if (query.get('continue')) faults.push(forbidden(at, 'resourceVersionMatch is forbidden when continue is provided'))
    if (!['Exact', 'NotOlderThan'].includes(match)) faults.push(notSupported(at, match, ['Exact', 'NotOlderThan', '']))
    if (match === 'Exact' && version === '0') {
      faults.push(forbidden(at, 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'))
    }
  }
  if (query.has('sendInitialEvents')) {
    faults.push(forbidden('sendInitialEvents', 'sendInitialEvents is forbidden for list'))
  }
  refuse('ListOptions', faults)
  const limit = integer(query, 'limit') ?? 0
  return {
    ...selectors(query),
    ...optional('continue', query.get('continue')),
    ...optional('resourceVersionMatch', match as Match),
    ...(limit > 0 ? { limit } : {}),
  }
}

/** Throws 422 where sendInitialEvents and resourceVersionMatch do not go together. */
export function watchOptions(query: URLSearchParams): WatchOptions & { timeoutSeconds: number } {
  const match = query.get('resourceVersionMatch') ?? ''
  const initial = query.has('sendInitialEvents')
  const at = 'resourceVersionMatch'
  const faults: FieldError[] = []
  if (initial && match !== 'NotOlderThan') {
    faults.push(forbidden(at, 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan'))
  }
  if (match !== '') {
    if (!initial) {
      faults.push(forbidden(at, 'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided'))
    }
    if (match !== 'NotOlderThan') faults.push(notSupported(at, match, ['NotOlderThan']))
    if (query.get('continue')) faults.push(forbidden(at, 'resourceVersionMatch is forbidden when continue is provided'))
  }
  refuse('ListOptions', faults)
  return {
    ...selectors(query),
    allowBookmarks: flag(query, 'allowWatchBookmarks'),
    ...(initial ? { sendInitialEvents: flag(query, 'sendInitialEvents') } : {}),
    timeoutSeconds: integer(query, 'timeoutSeconds') ?? 0,
  }
}

/** Is this GET a watch? */
export function isWatch(query: URLSearchParams): boolean {
  return flag(query, 'watch')
}

type ParsedWrite = Required<Pick<WriteOptions, 'dryRun' | 'fieldManager'>> & { fieldValidation: FieldValidation }

/** Options of POST, PUT and PATCH; throws 422 for a dryRun, fieldValidation or fieldManager that is none. */
export function writeOptions(
  query: URLSearchParams,
  kind: 'CreateOptions' | 'UpdateOptions' | 'PatchOptions',
  userAgent: string | null,
  extraFaults: FieldError[] = [],
): ParsedWrite {
  const fieldValidation = query.get('fieldValidation') ?? ''
  const manager = query.get('fieldManager') ?? ''
  refuse(kind, [
    ...extraFaults,
    ...validateFieldManager(manager, path('fieldManager')),
    ...dryRunFaults(query.getAll('dryRun')),
    ...(validations.includes(fieldValidation) ? [] : [notSupported('fieldValidation', fieldValidation, validations)]),
  ])
  return {
    dryRun: query.has('dryRun'),
    fieldManager: manager || (userAgent ?? '').split('/')[0]! || 'unknown',
    fieldValidation: (fieldValidation || 'Warn') as FieldValidation,
  }
}

/** What an apply, and only an apply, may and must say. k8s: ValidatePatchOptions */
export function patchFaults(query: URLSearchParams, isApply: boolean): FieldError[] {
  if (isApply) return query.get('fieldManager') ? [] : [required('fieldManager', 'is required for apply patch')]
  return query.has('force') ? [forbidden('force', 'may not be specified for non-apply patch')] : []
}

/** A flag as Go reads it: anything but false and 0. */
export function flag(query: URLSearchParams, name: string): boolean {
  const value = query.get(name)
  return value !== null && !['false', '0'].includes(value.toLowerCase())
}

/** What a DELETE says in its body, or in its query. */
export interface SentDeleteOptions {
  gracePeriodSeconds?: number
  propagationPolicy?: string
  orphanDependents?: boolean
  preconditions?: DeleteOptions['preconditions']
  dryRun?: string[]
}

export function deleteOptionsOf(query: URLSearchParams): SentDeleteOptions {
  const grace = integer(query, 'gracePeriodSeconds')
  return {
    ...(grace === undefined ? {} : { gracePeriodSeconds: grace }),
    ...optional('propagationPolicy', query.get('propagationPolicy')),
    ...(query.has('orphanDependents') ? { orphanDependents: flag(query, 'orphanDependents') } : {}),
    ...(query.has('dryRun') ? { dryRun: query.getAll('dryRun') } : {}),
  }
}

/** Throws 422 for options that make no sense. k8s: ValidateDeleteOptions */
export function checkedDeleteOptions(sent: SentDeleteOptions): DeleteOptions {
  const { propagationPolicy: policy, orphanDependents, dryRun = [], gracePeriodSeconds, preconditions } = sent
  const at = 'propagationPolicy'
  const faults: FieldError[] = []
  if (orphanDependents !== undefined && policy !== undefined) {
    faults.push(invalidField(at, policy, 'orphanDependents and deletionPropagation cannot be both set'))
  }
  if (policy !== undefined && !policies.includes(policy)) faults.push(notSupported(at, policy, [...policies, 'nil']))
  refuse('DeleteOptions', [...faults, ...dryRunFaults(dryRun)])
  const orphaning = orphanDependents === undefined ? undefined : orphanDependents ? 'Orphan' : 'Background'
  return {
    ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
    ...optional('propagationPolicy', (policy ?? orphaning) as DeleteOptions['propagationPolicy']),
    ...(preconditions ? { preconditions } : {}),
    dryRun: dryRun.length > 0,
  }
}

const policies = ['Foreground', 'Background', 'Orphan']
const validations = ['', 'Ignore', 'Strict', 'Warn']

function selectors(query: URLSearchParams): Pick<ListOptions, 'labelSelector' | 'fieldSelector' | 'resourceVersion'> {
  return {
    ...optional('labelSelector', query.get('labelSelector')),
    ...optional('fieldSelector', query.get('fieldSelector')),
    ...optional('resourceVersion', query.get('resourceVersion')),
  }
}

function dryRunFaults(dryRun: string[]): FieldError[] {
  return dryRun.every((value) => value === 'All') ? [] : [notSupported('dryRun', dryRun, ['All'])]
}

function refuse(kind: string, faults: FieldError[]): void {
  if (faults.length > 0) throw invalid({ group: 'meta.k8s.io', kind }, '', faults)
}

/** A number of the query; undefined where it says none. Throws 400 for what is no number. */
export function integer(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name)
  if (text === null || text === '') return undefined
  if (/^[+-]?\d+$/.test(text)) return Number(text)
  throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`)
}

function optional<K extends string, V>(name: K, value: V | null | undefined): { [key in K]?: V } {
  return value === undefined || value === null || value === '' ? {} : ({ [name]: value } as { [key in K]?: V })
}
