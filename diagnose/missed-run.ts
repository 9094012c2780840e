// Why a CronJob has not made the Job that was due.
import type { Diagnosis } from './diagnosis.ts'
import { eventsOf } from './events.ts'
import type { CronJob, KubeEvent } from './objects.ts'

/** Newest first: the last thing that was said of its runs decides. k8s: pkg/controller/cronjob/cronjob_controllerv2.go */
const reasons: Record<string, (cronJob: CronJob) => string> = {
  MissSchedule: ({ metadata, spec }) =>
    `El CronJob ${metadata.name} se ha saltado una ejecución: cuando se pudo lanzar ya habían pasado más de ${spec.startingDeadlineSeconds} s de su hora (startingDeadlineSeconds).`,
  JobAlreadyActive: ({ metadata }) =>
    `El CronJob ${metadata.name} no lanza otro Job mientras el anterior siga en marcha (concurrencyPolicy: Forbid).`,
  TooManyMissedTimes: ({ metadata }) =>
    `El CronJob ${metadata.name} ha perdido más de 100 ejecuciones. Lanza solo la última.`,
  UnknownTimeZone: ({ metadata, spec }) =>
    `El CronJob ${metadata.name} pide una zona horaria que no existe: ${spec.timeZone}.`,
  UnparseableSchedule: ({ metadata, spec }) =>
    `El horario del CronJob ${metadata.name} no se entiende: ${spec.schedule}.`,
  InvalidSchedule: ({ metadata, spec }) => `El horario del CronJob ${metadata.name} no llega nunca: ${spec.schedule}.`,
  FailedCreate: ({ metadata }) => `El CronJob ${metadata.name} no ha podido crear su Job.`,
}

/** A run that was made is newer news than the one before it that was not. */
const made = 'SuccessfulCreate'

/** undefined for one that makes its Jobs when they are due, as far as its events tell. */
export function whyCronJobSkips(cronJob: CronJob, events: KubeEvent[]): Diagnosis | undefined {
  const { metadata, spec, status } = cronJob
  if (spec.suspend) {
    return {
      because: `El CronJob ${metadata.name} está suspendido (suspend: true): no lanza ningún Job hasta que se quite.`,
      settled: true,
    }
  }
  const last = eventsOf(cronJob, events).find(({ reason = '' }) => reason === made || reason in reasons)
  const because = reasons[last?.reason ?? '']?.(cronJob)
  if (because !== undefined) return { because, ...(last?.message ? { says: last.message } : {}) }
  if (status?.lastScheduleTime !== undefined) return undefined
  const zone = spec.timeZone ?? 'hora del controller manager, casi siempre UTC'
  return { because: `Al CronJob ${metadata.name} todavía no le ha llegado la hora: ${spec.schedule} (${zone}).` }
}
