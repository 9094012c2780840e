// A Deployment's pods still prefer some nodes: a preference without expressions is accepted, and does nothing.
import type { ApiObject } from '../../diagnose/objects.ts'
import { missing } from '../finding.ts'
import type { ClusterReader, Finding } from '../grader.ts'
import { messages } from '../messages.ts'

interface Term {
  matchExpressions?: { key: string; operator: string; values?: string[] }[]
  matchFields?: unknown[]
}

interface Deployment extends ApiObject {
  spec: {
    template: {
      spec: {
        affinity?: { nodeAffinity?: { preferredDuringSchedulingIgnoredDuringExecution?: { preference?: Term }[] } }
      }
    }
  }
}

/** Where the nodes that it prefers are not there, the preference cannot be seen in what the cluster does: this reads it. */
export function nodePreference(wanted: {
  deployment: string
  namespace?: string
}): (cluster: ClusterReader) => Promise<Finding> {
  const { deployment: name, namespace = 'default' } = wanted
  return async (cluster) => {
    const found = await cluster.get<Deployment>('apps/v1', 'Deployment', name, namespace)
    if (!found) return missing({ apiVersion: 'apps/v1', kind: 'Deployment', name, namespace })
    const preferred = found.spec.template.spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution
    const expressions = (preferred ?? []).flatMap(({ preference }) => preference?.matchExpressions ?? [])
    return {
      object: `apps/v1/Deployment/${namespace}/${name}`,
      field: 'spec.template.spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution',
      expected: messages.somePreference,
      observed:
        expressions.map(({ key, operator, values = [] }) => [key, operator, ...values].join(' ')).join(', ') ||
        '(vacío)',
      ...(expressions.length > 0 ? {} : { because: messages.noPreference }),
      holds: expressions.length > 0,
      ...(expressions.length > 0 ? {} : { settled: true }),
    }
  }
}
