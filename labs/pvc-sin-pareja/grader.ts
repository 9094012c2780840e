// Judges pvc-sin-pareja: each claim is Bound to the volume that was meant for it.
import { pvcBound } from '../../graders/checks/pvc-bound.ts'
import { defineGrader } from '../../graders/grader.ts'

/** The binder looks at waiting claims every 15 s. */
const binderMs = 30_000

export default defineGrader(
  ['ventas', 'fotos', 'nominas', 'archivo'].map((team, index) => ({
    id: `${team}-casa`,
    title: `\`pvc-${team}\` está \`Bound\` a \`volumen-${team}\``,
    task: index + 1,
    withinMs: binderMs,
    observe: pvcBound({ name: `pvc-${team}`, volume: `volumen-${team}` }),
  })),
)
