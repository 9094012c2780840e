// How many pods came out the same, by what their scenarios are about.
import type { Difference } from './compare.ts'
import type { Outcome } from './scenario.ts'

/** A pod of a scenario with what differs, nothing when it came out the same. */
export interface Judged {
  scenario: string
  pod: string
  features: string[]
  real: Outcome
  differences: Difference[]
}

export interface Report {
  pods: number
  same: number
  features: { feature: string; pods: number; same: number; differs: string[] }[]
}

export function reportOf(judged: readonly Judged[]): Report {
  const features = new Set(judged.flatMap((one) => one.features))
  return {
    pods: judged.length,
    same: sameOf(judged),
    features: [...features].toSorted().map((feature) => {
      const list = judged.filter((one) => one.features.includes(feature))
      const differs = new Set(list.flatMap(({ differences }) => differences.map(({ what }) => what)))
      return { feature, pods: list.length, same: sameOf(list), differs: [...differs] }
    }),
  }
}

function sameOf(judged: readonly Judged[]): number {
  return judged.filter(({ differences }) => differences.length === 0).length
}

/** Lines of the table. The last says how many came out the same. */
export function reportLines({ pods, same, features }: Report): string[] {
  const width = Math.max(...features.map(({ feature }) => feature.length)) + 2
  return [
    ...features.map(
      (one) => `${one.feature.padEnd(width)}${`${one.same}/${one.pods}`.padStart(9)}  ${one.differs.join(', ')}`,
    ),
    `same: ${(Math.floor((same / pods) * 10_000) / 100).toFixed(2)} % of ${pods} pods`,
  ]
}

/** The first failures in full. */
export function failureLines(judged: readonly Judged[], most: number): string[] {
  return judged
    .filter(({ differences }) => differences.length > 0)
    .slice(0, most)
    .flatMap(({ scenario, pod, features, differences }) => [
      `--- ${scenario} ${pod} (${features.join(', ')})`,
      ...differences.flatMap(({ what, real, own }) => [
        `    ${what}`,
        `      real:    ${JSON.stringify(real)}`,
        `      propio:  ${JSON.stringify(own)}`,
      ]),
    ])
}
