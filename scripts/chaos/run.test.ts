// A short run of chaos; `npm run chaos` does long ones.
import { describe, expect, it } from 'vitest'
import { runChaos } from './run.ts'

describe('chaos', () => {
  // Little of the machine's time; but another may want it too.
  it('ends in what was declared, leaves nothing behind, and the same seed writes the same, byte for byte', async () => {
    const first = await runChaos({ steps: 30, seed: 7 })
    expect(first.problems).toEqual([])
    expect(first.calms).toBe(2)
    expect(first.writes).toBeGreaterThan(300)
    expect(await runChaos({ steps: 30, seed: 7 })).toEqual(first)
  }, 120_000)
})
