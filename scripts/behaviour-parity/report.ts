// Which scenarios came out wholly the same, by what they are about.
import type { Comparison } from './compare.ts'
import { reasons } from './reasons.ts'
import type { Scenario } from './scenario.ts'

export interface Judged extends Comparison {
  scenario: Scenario
}

/** A scenario with everything that differs, and why. */
export function scenarioLines({ scenario, facts, differences }: Judged, widthMax: number): string[] {
  if (differences.length === 0) return [`${scenario.name}: igual (${facts} hechos)`]
  return [
    `${scenario.name}: distinto en ${differences.length} de ${facts} hechos`,
    ...differences.map((text) => `    ${text.length > widthMax ? `${text.slice(0, widthMax)}…` : text}`),
    `    motivo: ${reasons[scenario.name] ?? 'sin explicar'}`,
  ]
}

/** A line an area. The last says how many scenarios came out the same. */
export function reportLines(judged: readonly Judged[]): string[] {
  const areas = [...Map.groupBy(judged, ({ scenario }) => scenario.area)].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const width = Math.max(...areas.map(([area]) => area.length)) + 2
  return [
    ...areas.map(([area, list]) => {
      const differ = list.filter((one) => !isSame(one)).map(({ scenario }) => scenario.name)
      return `${area.padEnd(width)}${share(list).padStart(8)} %  de ${list.length}  ${differ.join(', ')}`.trimEnd()
    }),
    `same: ${share(judged)} % of ${judged.length} scenarios`,
  ]
}

function share(judged: readonly Judged[]): string {
  return (Math.floor((judged.filter(isSame).length / judged.length) * 1000) / 10).toFixed(1)
}

function isSame({ differences }: Judged): boolean {
  return differences.length === 0
}
