// The Spanish sentences of the graders. Kubernetes' own words stay in English, word for word, where the cluster said them.
import type { Finding } from './grader.ts'

export const messages = {
  pass: 'Bien.',
  skipped: (title: string): string => `Depende de «${title}».`,
  fail: ({ object, field, expected, observed }: Finding): string =>
    `Se esperaba ${field} = ${expected} en ${object}, y se ve ${observed}.`,
  error: (reason: string): string => `No se pudo evaluar: ${reason}`,
  unreachable: (reason: string): string => `No se pudo evaluar: el cluster no contesta (${reason}).`,
  outOfTime: 'se acabó el tiempo que hay para evaluar un laboratorio.',
  brokenCheck: (reason: string): string => `la comprobación tiene un fallo (${reason}). No es cosa tuya.`,
  waited: (seconds: number): string => `Después de esperar ${seconds} s del reloj del cluster.`,
  broke: (heldMs: number, holdsForMs: number): string =>
    `Llegó a estar bien ${Math.round(heldMs / 1000)} s, y tenía que seguir así ${holdsForMs / 1000} s.`,
  volumeOf: (volume: string, claim: string): string => `${volume} guarda el nombre de la PVC ${claim} (spec.claimRef).`,
  boundElsewhere: (claim: string, bound: string, wanted: string): string =>
    `A la PVC ${claim} le ha tocado ${bound}, no ${wanted}: de los que valen, toca el menor. Una PVC ya vinculada no cambia de volumen.`,
} as const
