// Signs and words of states: nothing is told by colour alone.
import type { AppliedDocument } from '../../../course/session.ts'
import type { Tone } from '../../../course/live/item.ts'
import type { CheckResult } from '../../../graders/verdict.ts'

export const toneSigns: Record<Tone, string> = { good: '●', waiting: '◌', bad: '✗', ended: '○' }

export const checkWords: Record<CheckResult['status'], { sign: string; word: string }> = {
  pass: { sign: '✓', word: 'Bien' },
  fail: { sign: '✗', word: 'Todavía no' },
  error: { sign: '!', word: 'No se pudo evaluar' },
  skipped: { sign: '–', word: 'Depende de otra' },
}

export const outcomeWords: Record<AppliedDocument['outcome'], { sign: string; word: string }> = {
  created: { sign: '✓', word: 'Creado' },
  configured: { sign: '✓', word: 'Cambiado' },
  unchanged: { sign: '=', word: 'Ya estaba así' },
  refused: { sign: '✗', word: 'Rechazado' },
  skipped: { sign: '–', word: 'Sin enviar' },
}

const ages = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'min'],
  [1, 's'],
] as const

/** `3 min`, from seconds. */
export function age(seconds: number): string {
  const [size, unit] = ages.find(([each]) => seconds >= each) ?? [1, 's']
  return `${Math.max(0, Math.floor(seconds / size))} ${unit}`
}
