// The AGE column at each of its turns, as HumanDuration cuts them.
import { expect, test } from 'vitest'
import { ageCell } from './age-cell.ts'

const minute = 60
const hour = 60 * minute
const day = 24 * hour

test.each([
  [-5, '<invalid>'],
  [-1, '0s'],
  [0, '0s'],
  [119, '119s'],
  [120, '2m'],
  [125, '2m5s'],
  [10 * minute - 1, '9m59s'],
  [10 * minute + 30, '10m'],
  [3 * hour - 1, '179m'],
  [3 * hour, '3h'],
  [7 * hour + 5 * minute, '7h5m'],
  [8 * hour + 30 * minute, '8h'],
  [48 * hour - 1, '47h'],
  [48 * hour, '2d'],
  [7 * day + 3 * hour, '7d3h'],
  [8 * day + 3 * hour, '8d'],
  [729 * day, '729d'],
  [730 * day, '2y'],
  [3 * 365 * day + 4 * day, '3y4d'],
  [9 * 365 * day + 4 * day, '9y'],
])('%d s ago is %s', (seconds, shown) => {
  const now = Date.UTC(2027, 0, 1)
  expect(ageCell(new Date(now - seconds * 1000).toISOString(), now)).toBe(shown)
})

test('what never happened is unknown', () => {
  expect(ageCell(undefined, 0)).toBe('<unknown>')
})
