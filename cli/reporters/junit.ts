// A verdict as JUnit XML: what CI servers read. A check that could not be judged is an error, not a failure.
import type { CheckResult, Verdict } from '../../graders/verdict.ts'

/** The whole document. */
export function junit({ lab, checks, durationMs, submittedAt }: Verdict): string {
  const count = (status: CheckResult['status']): number => checks.filter((check) => check.status === status).length
  const totals = `tests="${checks.length}" failures="${count('fail')}" errors="${count('error')}" skipped="${count('skipped')}"`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${totals}>`,
    `  <testsuite name="${escape(lab.title)}" ${totals} time="${durationMs / 1000}" timestamp="${escape(submittedAt)}">`,
    ...checks.map((check) => testCase(lab.id, check)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

function testCase(lab: string, { id, title, status, message, durationMs, evidence = [] }: CheckResult): string {
  const open = `    <testcase classname="${escape(`${lab}.${id}`)}" name="${escape(title)}" time="${durationMs / 1000}"`
  if (status === 'pass') return `${open}/>`
  if (status === 'skipped') return `${open}><skipped message="${escape(message)}"/></testcase>`
  const element = status === 'error' ? 'error' : 'failure'
  const body = evidence.map(({ object, field, expected, observed, because }) =>
    [`${object} ${field}`, `esperado: ${expected}`, `visto: ${observed}`, ...(because ? [because] : [])].join('\n'),
  )
  return `${open}><${element} message="${escape(message)}">${escape(body.join('\n\n'))}</${element}></testcase>`
}

function escape(text: string): string {
  const names: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
  return text.replaceAll(/[&<>"]/g, (character) => names[character]!)
}
