import { describe, expect, it } from 'vitest'
import { compare } from './compare.ts'
import type { Recording, Seen } from './scenario.ts'

const seen: Seen = {
  answers: [],
  states: [{ at: '2 snapshot', name: 'end', objects: { 'Pod/p': [{ n: 2, is: { phase: 'Running', age: 7 } }] } }],
  times: [{ at: '1 wait', what: 'ready', is: '~10 s', s: 11.9 }],
  events: {
    'Pod/p': [
      {
        n: 1,
        is: [
          { reason: 'Pulled', message: 'a' },
          { reason: 'Started', message: 'b' },
        ],
      },
    ],
  },
  watch: { 'Pod/p': [{ n: 1, is: ['0/1 Pending 0', '1/1 Running 0'] }] },
}
const recording: Recording = {
  ...seen,
  scenario: { name: 's', area: 'pods', features: [], steps: [], objects: [] },
  states: [{ at: '2 snapshot', name: 'end', objects: { 'Pod/p': [{ n: 2, is: { phase: 'Running', age: '*' } }] } }],
}

describe('what differs between a recording and a replay', () => {
  it('is nothing where all fits, `*` anything', () => {
    expect(compare(recording, seen)).toEqual({ facts: 7, differences: [] })
  })

  it('lets what is optional be missing, and nothing else', () => {
    const fewer: Seen = {
      ...seen,
      events: { 'Pod/p': [{ n: 1, is: [{ reason: 'Started', message: 'b' }] }] },
      watch: { 'Pod/p': [{ n: 1, is: ['1/1 Running 0'] }] },
    }
    expect(compare(recording, fewer).differences).toEqual([
      'events Pod/p: real {"reason":"Pulled","message":"a"} · propio nada',
      'watch Pod/p: real ["0/1 Pending 0","1/1 Running 0"] · propio ["1/1 Running 0"]',
    ])
    const lenient: Recording = {
      ...recording,
      events: {
        'Pod/p': [
          {
            n: 1,
            is: [
              { reason: 'Pulled', message: 'a', optional: true },
              { reason: 'Started', message: 'b' },
            ],
          },
        ],
      },
      watch: { 'Pod/p': [{ n: 1, is: ['?0/1 Pending 0', '1/1 Running 0'] }] },
    }
    expect(compare(lenient, fewer).differences).toEqual([])
  })

  it('shows the nearest of what was seen, and what was never recorded', () => {
    const other: Seen = {
      ...seen,
      states: [{ at: '2 snapshot', name: 'end', objects: { 'Pod/p': [{ n: 3, is: { phase: 'Running' } }] } }],
      times: [{ at: '1 wait', what: 'ready', is: '~15 s', s: 14 }],
    }
    expect(compare(recording, other).differences).toEqual([
      'state «end» Pod/p : real nada · propio {"phase":"Running"}',
      'time 1 wait (ready): real "~10 s" · propio "14 s"',
    ])
  })
})
