// Makes the Jobs of a CronJob when they are due. k8s: pkg/controller/cronjob/cronjob_controllerv2.go
import { zoneOf } from '../api/cron/next.ts'
import { parseSchedule, ScheduleError } from '../api/cron/parse.ts'
import { keyOf, splitKey } from '../api/object.ts'
import { cronJobs, jobs } from '../api/refs.ts'
import { ApiError } from '../api/status.ts'
import { referenceTo } from '../client/event-recorder.ts'
import { timestamp } from '../clock.ts'
import type { CronJob, CronJobStatus, Job } from '../generated/types.ts'
import { watching, type CreateController, type Watch } from './controller.ts'
import { endOf, surplusJobs } from './cron-job/history.ts'
import { dueRun, TimetableError, untilNextMs, type Timetable } from './cron-job/missed.ts'
import { controllerOf, controllerReference, isControlledBy } from './workload/owner.ts'
import { isNamespaceTerminating, messageOf } from './workload/pods.ts'
import { semanticallyEqual } from './workload/semantic.ts'

const scheduledAnnotation = 'batch.kubernetes.io/cronjob-scheduled-timestamp'

export const createCronJobController: CreateController = (context) => {
  const { client, informers, clock } = context
  const cache = informers.for(cronJobs)
  const jobCache = informers.for(jobs)
  const recorder = context.recorderFor('cronjob-controller')

  async function remove(cronJob: CronJob, status: CronJobStatus, job: Job): Promise<boolean> {
    const { namespace, name, uid } = job.metadata
    try {
      await client.delete(jobs, namespace!, name!, { propagationPolicy: 'Background' })
    } catch (error) {
      recorder.event(cronJob, 'Warning', 'FailedDelete', `Deleted job: ${messageOf(error)}`)
      return false
    }
    status.active = (status.active ?? []).filter((reference) => reference.uid !== uid)
    recorder.event(cronJob, 'Normal', 'SuccessfulDelete', `Deleted job ${name}`)
    return true
  }

  /** Brings the list of active Jobs, and the last success, up to date. */
  function observe(cronJob: CronJob, status: CronJobStatus, own: Job[]): void {
    for (const job of own) {
      const { name, uid } = job.metadata
      const active = status.active?.some((reference) => reference.uid === uid) ?? false
      const end = endOf(job)
      if (!end && !active) {
        const message = `Saw a job that the controller did not create or forgot: ${name}`
        recorder.event(cronJob, 'Warning', 'UnexpectedJob', message)
      }
      if (end && active) {
        status.active = status.active!.filter((reference) => reference.uid !== uid)
        recorder.event(cronJob, 'Normal', 'SawCompletedJob', `Saw completed job: ${name}, condition: ${end}`)
      }
      const completed = end === 'Complete' ? job.status?.completionTime : undefined
      if (completed && completed > (status.lastSuccessfulTime ?? '')) status.lastSuccessfulTime = completed
    }
    for (const { uid, name } of status.active ?? []) {
      if (own.some(({ metadata }) => metadata.uid === uid)) continue
      recorder.event(cronJob, 'Normal', 'MissingJob', `Active job went missing: ${name}`)
      status.active = status.active!.filter((reference) => reference.uid !== uid)
    }
  }

  function timetableOf(cronJob: CronJob): Timetable | undefined {
    const { schedule, timeZone } = cronJob.spec!
    const zone = zoneOf(timeZone)
    if (!zone) {
      const message = `invalid timeZone: ${JSON.stringify(timeZone)}: unknown time zone ${timeZone}`
      recorder.event(cronJob, 'Warning', 'UnknownTimeZone', message)
      return undefined
    }
    try {
      return { schedule: parseSchedule(schedule), zone }
    } catch (error) {
      if (!(error instanceof ScheduleError)) throw error
      const message = `unparseable schedule: ${JSON.stringify(schedule)} : ${error.message}`
      recorder.event(cronJob, 'Warning', 'UnparseableSchedule', message)
      return undefined
    }
  }

  /** Makes the Job that is due, if one is and may be. */
  async function run(cronJob: CronJob, status: CronJobStatus, timetable: Timetable, nowMs: number): Promise<void> {
    const due = dueRun(timetable, { ...cronJob, status }, nowMs)
    if (!due) return
    const { dueMs, tooMany } = due
    if (tooMany) {
      const advice = 'Set or decrease .spec.startingDeadlineSeconds or check clock skew'
      recorder.event(cronJob, 'Warning', 'TooManyMissedTimes', `too many missed start times. ${advice}`)
    }
    const { startingDeadlineSeconds, concurrencyPolicy } = cronJob.spec!
    if (startingDeadlineSeconds !== undefined && dueMs + startingDeadlineSeconds * 1000 < nowMs) {
      const message = `Missed scheduled time to start a job: ${rfc1123(dueMs)}`
      return recorder.event(cronJob, 'Warning', 'MissSchedule', message)
    }
    const made = jobOf(cronJob, timetable, dueMs)
    const active = status.active ?? []
    if (active.some(({ name }) => name === made.metadata.name)) return
    if (status.lastScheduleTime && Date.parse(status.lastScheduleTime) === dueMs) return
    if (concurrencyPolicy === 'Forbid' && active.length > 0) {
      const message = 'Not starting job because prior execution is running and concurrency policy is Forbid'
      return recorder.event(cronJob, 'Normal', 'JobAlreadyActive', message)
    }
    if (concurrencyPolicy === 'Replace') {
      for (const { name } of active) {
        const job = jobCache.get(cronJob.metadata.namespace!, name!)
        if (job) await remove(cronJob, status, job)
      }
    }
    const job = await make(cronJob, made)
    if (!job || status.active?.some(({ uid }) => uid === job.metadata.uid)) return
    status.active = [...(status.active ?? []), referenceTo(job)]
    status.lastScheduleTime = timestamp(dueMs)
  }

  /** The Job, also when it is there already; undefined when another's is. */
  async function make(cronJob: CronJob, made: Job): Promise<Job | undefined> {
    try {
      const job = await client.create(jobs, made)
      recorder.event(cronJob, 'Normal', 'SuccessfulCreate', `Created job ${job.metadata.name}`)
      return job
    } catch (error) {
      if (error instanceof ApiError && error.reason === 'AlreadyExists') {
        const job = await client.get(jobs, made.metadata.namespace!, made.metadata.name!)
        return job && isControlledBy(job, cronJob) ? job : undefined
      }
      if (!isNamespaceTerminating(error)) {
        recorder.event(cronJob, 'Warning', 'FailedCreate', `Error creating job: ${messageOf(error)}`)
      }
      throw error
    }
  }

  return {
    name: 'cronjob',
    watches: [watchCronJobs(timetableOf), watching(jobs, ownerKeys)],
    async sync(key, queue) {
      const { namespace, name } = splitKey(key)
      const cronJob = cache.get(namespace, name)
      if (!cronJob) return
      const own = jobCache.list(namespace).filter((job) => controllerOf(job)?.name === name)
      const status: CronJobStatus = { ...cronJob.status }
      const surplus = surplusJobs(cronJob, own)
      for (const job of surplus) await remove(cronJob, status, job)
      observe(cronJob, status, own)
      let failure: unknown
      if (!cronJob.metadata.deletionTimestamp && !cronJob.spec?.suspend) {
        const timetable = timetableOf(cronJob)
        const nowMs = clock.now()
        try {
          if (timetable) await run(cronJob, status, timetable, nowMs)
        } catch (error) {
          failure = tellInvalid(cronJob, error)
        }
        const delayMs = timetable && untilNextMs(timetable, { ...cronJob, status }, nowMs)
        if (delayMs !== undefined) queue.addAfter(key, delayMs)
      }
      if (!semanticallyEqual(status, cronJob.status)) await client.updateStatus(cronJobs, { ...cronJob, status })
      if (failure) throw failure
    },
  }

  function tellInvalid(cronJob: CronJob, error: unknown): unknown {
    if (!(error instanceof TimetableError)) return error
    const message = `invalid schedule: ${cronJob.spec!.schedule} : ${error.message}`
    recorder.event(cronJob, 'Warning', 'InvalidSchedule', message)
    return undefined
  }
}

/** Of a new schedule the next run is waited for; any other change is looked at at once. k8s: updateCronJob */
function watchCronJobs(timetableOf: (cronJob: CronJob) => Timetable | undefined): Watch {
  return {
    attach(context, add) {
      const waiting = new Set<() => void>()
      const later = (delayMs: number, keys: string[]): void => {
        const cancel = context.clock.after(delayMs, () => {
          waiting.delete(cancel)
          add(keys)
        })
        waiting.add(cancel)
      }
      const detach = context.informers.for(cronJobs).on({
        added: (cronJob) => add([keyOf(cronJob)]),
        deleted: (cronJob) => add([keyOf(cronJob)]),
        updated(cronJob, old) {
          const { schedule, timeZone } = cronJob.spec!
          const same = schedule === old.spec!.schedule && timeZone === old.spec!.timeZone
          const timetable = same ? undefined : timetableOf(cronJob)
          const delayMs = timetable && untilNextMs(timetable, cronJob, context.clock.now())
          if (delayMs === undefined) add([keyOf(cronJob)])
          else later(Math.max(0, delayMs), [keyOf(cronJob)])
        },
      })
      return () => {
        detach()
        for (const cancel of waiting) cancel()
      }
    },
  }
}

function ownerKeys(job: Job): string[] {
  const controller = controllerOf(job)
  return controller?.kind === 'CronJob' ? [`${job.metadata.namespace}/${controller.name}`] : []
}

/** Its name tells the minute, so that no run is made twice. k8s: getJobFromTemplate2 */
function jobOf(cronJob: CronJob, { zone }: Timetable, dueMs: number): Job {
  const { metadata, spec } = cronJob.spec!.jobTemplate
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: `${cronJob.metadata.name}-${Math.floor(dueMs / 60_000)}`,
      namespace: cronJob.metadata.namespace!,
      ...(metadata?.labels ? { labels: metadata.labels } : {}),
      annotations: { ...metadata?.annotations, [scheduledAnnotation]: localTimestamp(dueMs, zone.offsetMs(dueMs)) },
      ownerReferences: [controllerReference(cronJobs, cronJob)],
    },
    spec: spec!,
  }
}

function localTimestamp(instantMs: number, offsetMs: number): string {
  if (offsetMs === 0) return timestamp(instantMs)
  const minutes = Math.abs(offsetMs) / 60_000
  const two = (number: number): string => String(Math.trunc(number)).padStart(2, '0')
  const offset = `${offsetMs < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`
  return timestamp(instantMs + offsetMs).replace('Z', offset)
}

/** `Tue, 24 Nov 2026 10:00:00 +0000` */
function rfc1123(instantMs: number): string {
  return new Date(instantMs).toUTCString().replace('GMT', '+0000')
}
