// What a request for a log asks. k8s: pkg/apis/core/validation ValidatePodLogOptions, pkg/registry/core/pod/strategy.go LogLocation
import { forbidden, invalid as invalidField, type FieldError } from '../../api/field-errors.ts'
import { badRequest, invalid } from '../../api/status.ts'
import type { Pod } from '../../generated/types.ts'
import type { LogOptions } from '../connect.ts'
import { flag, integer } from './query.ts'

/** Throws 400 for what is no number, 422 for a number that makes no sense. */
export function logQuery(name: string, query: URLSearchParams): Omit<LogOptions, 'container'> {
  const tailLines = integer(query, 'tailLines')
  const limitBytes = integer(query, 'limitBytes')
  const sinceSeconds = integer(query, 'sinceSeconds')
  const sinceTime = query.get('sinceTime')
  const faults: FieldError[] = []
  if (tailLines !== undefined && tailLines < 0) {
    faults.push(invalidField('tailLines', tailLines, 'must be greater than or equal to 0'))
  }
  for (const [field, value] of Object.entries({ limitBytes, sinceSeconds })) {
    if (value !== undefined && value < 1) faults.push(invalidField(field, value, 'must be greater than 0'))
  }
  if (sinceSeconds !== undefined && sinceTime !== null) {
    faults.push(forbidden('[]', 'at most one of `sinceTime` or `sinceSeconds` may be specified'))
  }
  if (faults.length > 0) throw invalid({ group: '', kind: 'PodLogOptions' }, name, faults)
  return {
    follow: flag(query, 'follow'),
    previous: flag(query, 'previous'),
    timestamps: flag(query, 'timestamps'),
    ...(tailLines === undefined ? {} : { tailLines }),
    ...(limitBytes === undefined ? {} : { limitBytes }),
    ...(sinceSeconds === undefined ? {} : { sinceSeconds }),
    ...(sinceTime === null ? {} : { sinceTime }),
  }
}

/** The container asked for, or the only one. Throws 400 where that leaves a choice, or there is none of that name. */
export function logContainer({ metadata, spec }: Pod, asked: string): string {
  const namesOf = (list: { name: string }[] = []): string[] => list.map(({ name }) => name)
  const regular = namesOf(spec?.containers)
  const initial = namesOf(spec?.initContainers)
  if (asked === '' && regular.length === 1) return regular[0]!
  if (asked === '') {
    const others = initial.length > 0 ? ` or one of the init containers: [${initial.join(' ')}]` : ''
    const choice = `choose one of: [${regular.join(' ')}]${others}`
    throw badRequest(`a container name must be specified for pod ${metadata.name}, ${choice}`)
  }
  const all = [...regular, ...initial, ...namesOf(spec?.ephemeralContainers)]
  if (!all.includes(asked)) throw badRequest(`container ${asked} is not valid for pod ${metadata.name}`)
  return asked
}
