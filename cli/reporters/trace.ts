// A trace as a person reads it.
import type { Hop, Trace } from '../../traffic/trace/trace.ts'

const signs: Record<Hop['verdict'], string> = { on: '→', answered: '✓', refused: '✗', silent: '✗' }

/** @param rules also those that the packet met */
export function traceText({ from, to, hops, because }: Trace, rules: boolean): string {
  const lines = hops.flatMap(({ title, says, verdict, steps = [] }) => [
    `  ${signs[verdict]} ${title}: ${says}`,
    ...(rules ? steps.map(({ table, rule, how }) => `      ${how === 'passed' ? '·' : '▸'} ${table} ${rule}`) : []),
  ])
  return [`Desde ${from} hasta ${to}`, ...lines, because].join('\n')
}
