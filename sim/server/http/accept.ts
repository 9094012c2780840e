// Which form of an answer a client asks for. k8s: apiserver/pkg/endpoints/handlers/negotiation
import { failure } from '../../api/status.ts'

/** Objects as they are, as rows, or only their metadata. */
export type Form = { as: 'object' } | { as: 'table' } | { as: 'metadata' } | { as: 'discovery'; version: string }

const mediaTypes = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf']
const metaGroup = 'meta.k8s.io'

/** The first form of the Accept header that this server gives; throws 406 when there is none. */
export function formOf(accept: string | null): Form {
  const clauses = (accept || '*/*').split(',').map(parseClause)
  const readable = clauses.filter(({ type }) => ['application/json', 'application/*', '*/*'].includes(type))
  if (readable.length === 0) {
    const message = `406: Not Acceptable\n\nAvailable representations: ${mediaTypes.join(', ')}`
    throw failure(406, 'NotAcceptable', message, {})
  }
  for (const { as, group, version } of readable) {
    if (as === undefined) return { as: 'object' }
    if (as === 'Table' && group === metaGroup && version === 'v1') return { as: 'table' }
    if (/^PartialObjectMetadata(?:List)?$/.test(as) && group === metaGroup && version === 'v1')
      return { as: 'metadata' }
    if (as === 'APIGroupDiscoveryList' && group === 'apidiscovery.k8s.io' && version === 'v2') {
      return { as: 'discovery', version }
    }
  }
  throw failure(406, 'NotAcceptable', `only the following media types are accepted: ${mediaTypes.join(', ')}`)
}

function parseClause(clause: string): { type: string; as?: string; group?: string; version?: string } {
  const [type = '', ...parameters] = clause.split(';').map((part) => part.trim())
  const values = Object.fromEntries(parameters.map((parameter) => parameter.split('=')))
  return { type, as: values['as'], group: values['g'], version: values['v'] }
}
