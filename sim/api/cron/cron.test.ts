import { describe, expect, it, test } from 'vitest'
import { nextRun, zoneOf } from './next.ts'
import { parseSchedule } from './parse.ts'

/** The next runs after an instant, as ISO instants. */
function runs(schedule: string, after: string, count: number, timeZone?: string): string[] {
  const found: string[] = []
  let at = Date.parse(after)
  for (let n = 0; n < count; n++) {
    const next = nextRun(parseSchedule(schedule), zoneOf(timeZone)!, at)
    if (next === undefined) break
    at = next
    found.push(new Date(at).toISOString().replace(':00.000Z', 'Z'))
  }
  return found
}

describe('the next run', () => {
  test.each([
    ['0 2 * * *', ['2027-01-02T02:00Z', '2027-01-03T02:00Z']],
    ['*/20 * * * *', ['2027-01-01T12:20Z', '2027-01-01T12:40Z', '2027-01-01T13:00Z']],
    ['30 6-16/4 * * 1-5', ['2027-01-01T14:30Z', '2027-01-04T06:30Z']],
    ['0 0 13 * FRI', ['2027-01-08T00:00Z', '2027-01-13T00:00Z']],
    ['@monthly', ['2027-02-01T00:00Z', '2027-03-01T00:00Z']],
    ['0 0 29 2 *', ['2028-02-29T00:00Z']],
    ['@every 90s', ['2027-01-01T12:01:30.000Z', '2027-01-01T12:03Z']],
  ])('%s', (schedule, expected) => {
    expect(runs(schedule, '2027-01-01T12:00:00Z', expected.length)).toEqual(expected)
  })

  it('there is none where no date matches', () => {
    expect(runs('0 0 31 2 *', '2027-01-01T12:00:00Z', 1)).toEqual([])
  })

  it('skips the hour that summer time skips, and comes twice in the one that it doubles', () => {
    expect(runs('30 2 * * *', '2027-03-27T12:00:00Z', 1, 'Europe/Madrid')).toEqual(['2027-03-29T00:30Z'])
    expect(runs('30 2 * * *', '2027-10-30T12:00:00Z', 3, 'Europe/Madrid')).toEqual([
      '2027-10-31T00:30Z',
      '2027-10-31T01:30Z',
      '2027-11-01T01:30Z',
    ])
  })

  it('a zone nobody knows is none', () => {
    expect(zoneOf('Europa/Madriz')).toBeUndefined()
  })
})

describe('what a schedule may not say', () => {
  test.each([
    ['* * * *', 'expected exactly 5 fields, found 4: [* * * *]'],
    ['60 * * * *', 'end of range (60) above maximum (59): 60'],
    ['* * 0 * *', 'beginning of range (0) below minimum (1): 0'],
    ['5-1 * * * *', 'beginning of range (5) beyond end of range (1): 5-1'],
    ['*/0 * * * *', 'step of range should be a positive number: */0'],
    ['a * * * *', 'failed to parse int from a: strconv.Atoi: parsing "a": invalid syntax'],
    ['@fortnightly', 'unrecognized descriptor: @fortnightly'],
  ])('%s', (schedule, message) => {
    expect(() => parseSchedule(schedule)).toThrow(message)
  })
})
