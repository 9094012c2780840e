// Results as text for people.
import type { Verdict } from '../../graders/verdict.ts'
import type { ApplyReport } from '../../course/session.ts'

const signs = { pass: '✓', fail: '✗', error: '!', skipped: '·' } as const
const words = { pass: 'Superado', fail: 'Todavía no', error: 'No se ha podido evaluar' } as const

/** What became of each document of a submission. */
export function applied({ documents }: ApplyReport): string[] {
  return documents.map(({ file, line, object, outcome, message, server, at }) => {
    if (outcome !== 'refused' && outcome !== 'skipped') return `${object ?? file} ${outcome}`
    const place = at ? `${file}:${at.line}:${at.column}` : `${file}:${line}`
    return [`${place}: ${message}`, ...(server ? [`  ${server}`] : [])].join('\n')
  })
}

/** A verdict, check by check; what failed says what was expected and what was seen. */
export function verdictText(verdict: Verdict): string {
  const lines = verdict.checks.flatMap(({ task, title, status, message, evidence = [] }) => [
    `${signs[status]} ${task}. ${title}`,
    ...(status === 'pass' ? [] : [`    ${message}`]),
    ...(status === 'fail' ? evidence.flatMap(evidenceLines) : []),
  ])
  const total = `${words[verdict.status]}: ${verdict.score} de ${verdict.maxScore} puntos (${verdict.engine.kind}, ${verdict.engine.kubernetes})`
  return [...lines, '', ...(verdict.message ? [verdict.message] : []), total].join('\n')
}

function evidenceLines({
  object,
  field,
  expected,
  observed,
  because,
}: NonNullable<Verdict['checks'][number]['evidence']>[number]): string[] {
  return [
    `    esperado  ${field} = ${expected}`,
    `    visto     ${observed}`,
    `    mira      ${object}`,
    ...(because ? [`    porque    ${because}`] : []),
  ]
}
