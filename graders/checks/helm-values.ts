// A release of helm was given values of its own over the chart's.
import { isDeepStrictEqual } from 'node:util'
import type { ClusterReader, Finding } from '../grader.ts'
import { messages } from '../messages.ts'
import { missingRelease, type Release, releaseId, type ReleaseName, revisionsOf } from '../release.ts'

/** @param wanted `values`: by the chart's own top-level keys. */
export function helmValues(
  wanted: ReleaseName & { values: Record<string, unknown> },
): (cluster: ClusterReader) => Promise<Finding[]> {
  return async (cluster) => {
    const last = (await revisionsOf(cluster, wanted)).at(-1)
    if (!last) return [missingRelease(wanted)]
    const because = whyIgnored(last)
    return Object.entries(wanted.values).map(([key, value]) => {
      const given = last.config?.[key]
      const holds = isDeepStrictEqual(given, value)
      return {
        object: releaseId(wanted, last.version),
        field: `USER-SUPPLIED VALUES: ${key}`,
        expected: JSON.stringify(value),
        observed: given === undefined ? messages.chartsOwn(last.chart.values?.[key]) : JSON.stringify(given),
        ...(holds || because === undefined ? {} : { because }),
        holds,
      }
    })
  }
}

/** helm takes any key: one that the chart does not know changes nothing, and nobody says so. */
function whyIgnored({ config = {}, chart }: Release): string | undefined {
  const unknown = Object.keys(config).filter((key) => !(key in (chart.values ?? {})))
  return unknown.length > 0 ? messages.valuesIgnored(unknown, Object.keys(chart.values ?? {})) : undefined
}
