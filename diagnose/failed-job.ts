// Why a Job failed, or has not come to its end yet.
import type { Diagnosis } from './diagnosis.ts'
import type { Job, KubeEvent, Pod } from './objects.ts'
import { whyPodPending } from './pending-pod.ts'
import { whyContainerRestarts } from './restarting-container.ts'

/** undefined for a Job that is complete, or of which there is nothing to say yet. */
export function whyJobNotComplete(job: Job, pods: Pod[], events: KubeEvent[]): Diagnosis | undefined {
  const end = (type: string) =>
    job.status?.conditions?.find((condition) => condition.type === type && condition.status === 'True')
  if (end('Complete') || end('SuccessCriteriaMet')) return undefined
  const failed = end('Failed') ?? end('FailureTarget')
  if (failed) {
    return { because: failure(job, pods, failed.reason), ...sentence(failed.message ?? failed.reason), settled: true }
  }
  const { name } = job.metadata
  if (job.spec.suspend) {
    return {
      because: `El Job ${name} está suspendido (suspend: true): no crea ningún pod.`,
      ...sentence(end('Suspended')?.message),
    }
  }
  return own(job, pods)
    .map((pod) => waiting(job, pod, events))
    .find((found) => found !== undefined)
}

/** k8s: pkg/apis/batch/types.go JobReason… */
function failure(job: Job, pods: Pod[], reason: string | undefined): string {
  const { name } = job.metadata
  const { backoffLimit = 6, activeDeadlineSeconds, template } = job.spec
  const code = exitCode(own(job, pods))
  const ended = code === undefined ? '' : ` El último acabó con el código ${code}.`
  switch (reason) {
    case 'BackoffLimitExceeded':
      return template.spec.restartPolicy === 'OnFailure'
        ? `El Job ${name} ha fallado: su contenedor se reinició ${backoffLimit} veces (backoffLimit) sin acabar bien, y su pod se ha borrado.`
        : `El Job ${name} ha fallado: fallaron más pods de los ${backoffLimit} que perdona (backoffLimit).${ended}`
    case 'DeadlineExceeded':
      return `El Job ${name} ha fallado: seguía en marcha a los ${activeDeadlineSeconds} s (activeDeadlineSeconds). No se vuelve a intentar.`
    case 'PodFailurePolicy':
      return `El Job ${name} ha fallado sin más intentos: su podFailurePolicy dice que con ese final no merece la pena repetir.`
    case 'FailedIndexes':
    case 'MaxFailedIndexesExceeded':
      return `El Job ${name} ha fallado: los índices ${job.status?.failedIndexes ?? ''} agotaron sus intentos.`
    default:
      return `El Job ${name} ha fallado.`
  }
}

function waiting(job: Job, pod: Pod, events: KubeEvent[]): Diagnosis | undefined {
  const pending = whyPodPending(pod, events)
  if (pending) return pending
  for (const { name, restartCount, state } of pod.status?.containerStatuses ?? []) {
    if (restartCount > 0) return whyContainerRestarts(pod, name, events)
    if (state?.running && job.spec.activeDeadlineSeconds === undefined) {
      return {
        because: `El Job ${job.metadata.name} espera a que acabe el proceso 1 de su pod ${pod.metadata.name}, y no tiene un límite de tiempo (activeDeadlineSeconds).`,
      }
    }
  }
  return undefined
}

function own(job: Job, pods: Pod[]): Pod[] {
  return pods.filter(
    ({ metadata }) =>
      metadata.namespace === job.metadata.namespace &&
      metadata.labels?.['batch.kubernetes.io/job-name'] === job.metadata.name,
  )
}

function exitCode(pods: Pod[]): number | undefined {
  return pods
    .flatMap((pod) => pod.status?.containerStatuses ?? [])
    .flatMap(({ state }) => state?.terminated ?? [])
    .filter((ended) => ended.exitCode !== 0)
    .toSorted((a, b) => (a.finishedAt ?? '').localeCompare(b.finishedAt ?? ''))
    .at(-1)?.exitCode
}

function sentence(says: string | undefined): { says?: string } {
  return says ? { says } : {}
}
