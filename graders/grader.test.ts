import { expect, it } from 'vitest'
import { type Check, defineGrader, type Finding } from './grader.ts'

const finding: Finding = {
  object: 'v1/Pod/default/a',
  field: 'status.phase',
  expected: 'Running',
  observed: 'Pending',
  holds: false,
}
const check = (id: string, needs?: string[]): Check => ({
  id,
  title: id,
  task: 1,
  ...(needs ? { needs } : {}),
  observe: () => Promise.resolve(finding),
})

it('refuses two checks of one id, and a need that is not above', () => {
  expect(() => defineGrader([check('a'), check('a')])).toThrow('dos comprobaciones se llaman «a»')
  expect(() => defineGrader([check('a', ['b']), check('b')])).toThrow('«a» depende de «b», que no está antes que ella')
})

it('does not compile without object, field, expected or observed', () => {
  const { object, field, expected, observed } = finding
  const incomplete: Check['observe'][] = [
    // @ts-expect-error: no object
    () => Promise.resolve({ field, expected, observed, holds: false }),
    // @ts-expect-error: no field
    () => Promise.resolve({ object, expected, observed, holds: false }),
    // @ts-expect-error: no expected
    () => Promise.resolve({ object, field, observed, holds: false }),
    // @ts-expect-error: no observed
    () => Promise.resolve({ object, field, expected, holds: false }),
  ]
  // @ts-expect-error: a check that only says yes or no
  const bare: Check['observe'] = () => Promise.resolve(true)
  expect([...incomplete, bare]).toHaveLength(5)
})
