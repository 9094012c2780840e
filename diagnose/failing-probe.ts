// Which probe of a container fails, and what Kubernetes does about it.
import type { Diagnosis } from './diagnosis.ts'
import { eventsOf } from './events.ts'
import type { KubeEvent, Pod, ProbeSpec } from './objects.ts'

type ProbedContainer = Pod['spec']['containers'][number]

/** Only what fails now: undefined for a container that runs, has started and is ready. */
export function whyProbeFails(pod: Pod, container: string, events: KubeEvent[]): Diagnosis | undefined {
  const status = pod.status?.containerStatuses?.find(({ name }) => name === container)
  const spec = pod.spec.containers.find(({ name }) => name === container)
  if (!status?.state?.running || !spec || status.ready) return undefined
  // Before it has started, nothing but its startup probe runs.
  const kind = spec.startupProbe && status.started !== true ? 'Startup' : spec.readinessProbe ? 'Readiness' : undefined
  if (!kind) return undefined
  const failed = eventsOf(pod, events).find(
    ({ reason, message, involvedObject }) =>
      reason === 'Unhealthy' &&
      message?.startsWith(`${kind} probe`) &&
      (involvedObject.fieldPath === undefined || involvedObject.fieldPath.endsWith(`{${container}}`)),
  )
  return {
    because: consequence(kind, spec, pod),
    ...(failed?.message ? { says: failed.message.trimEnd() } : {}),
  }
}

function consequence(kind: 'Startup' | 'Readiness', spec: ProbedContainer, pod: Pod): string {
  const label = `El contenedor ${spec.name} de ${pod.metadata.name}`
  if (kind === 'Startup') {
    return `${label} todavía no ha pasado su prueba de arranque (startup): hasta entonces no se ejecutan las otras dos. Si falla ${times(spec.startupProbe)}, se reinicia.`
  }
  return `${label} no pasa su prueba de disponibilidad (readiness): el pod está fuera del balanceo y nadie lo reinicia. Con una prueba que pase, vuelve.`
}

function times({ failureThreshold = 3, periodSeconds = 10 }: ProbeSpec = {}): string {
  return `${failureThreshold} veces seguidas, una cada ${periodSeconds} s (${failureThreshold * periodSeconds} s)`
}
