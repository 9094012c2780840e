// A release of helm is deployed, from a chart.
import type { ClusterReader, Finding } from '../grader.ts'
import { messages } from '../messages.ts'
import { missingRelease, releaseId, type ReleaseName, revisionsOf } from '../release.ts'

/** @param wanted `chart`: the name in its Chart.yaml. */
export function helmRelease(wanted: ReleaseName & { chart: string }): (cluster: ClusterReader) => Promise<Finding[]> {
  return async (cluster) => {
    const last = (await revisionsOf(cluster, wanted)).at(-1)
    if (!last) return [missingRelease(wanted)]
    const object = releaseId(wanted, last.version)
    const { status, description = '' } = last.info
    const from = last.chart.metadata.name
    return [
      {
        object,
        field: 'STATUS',
        expected: 'deployed',
        observed: status,
        ...(status === 'deployed' ? {} : { because: messages.helmSays(description) }),
        holds: status === 'deployed',
      },
      { object, field: 'CHART', expected: wanted.chart, observed: from, holds: from === wanted.chart },
    ]
  }
}
