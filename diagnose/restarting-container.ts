// Why a container starts again and again, or once more.
import type { Diagnosis } from './diagnosis.ts'
import { eventsOf } from './events.ts'
import type { KubeEvent, Pod } from './objects.ts'

const probeNames: Record<string, string> = { liveness: 'de vida (liveness)', startup: 'de arranque (startup)' }

/** undefined for a container that has not been restarted, or that the pod does not have. */
export function whyContainerRestarts(pod: Pod, container: string, events: KubeEvent[]): Diagnosis | undefined {
  const status = pod.status?.containerStatuses?.find(({ name }) => name === container)
  if (!status || status.restartCount === 0) return undefined
  const label = `El contenedor ${container} de ${pod.metadata.name}`
  const times = status.restartCount === 1 ? 'una vez' : `${status.restartCount} veces`
  const about = eventsOf(pod, events)
  const killed = about
    .map(({ message }) =>
      new RegExp(`^Container ${container} failed (liveness|startup) probe, will be restarted$`).exec(message ?? ''),
    )
    .find((found) => found !== null)
  if (killed) {
    const failed = about.find(
      ({ reason, message }) => reason === 'Unhealthy' && message?.toLowerCase().startsWith(`${killed[1]} probe`),
    )
    return {
      because: `${label} se ha reiniciado ${times}: no pasó su prueba ${probeNames[killed[1]!]}.`,
      says: failed?.message ?? killed[0],
    }
  }
  const ended = status.lastState?.terminated ?? status.state?.terminated
  if (!ended) return { because: `${label} se ha reiniciado ${times}.` }
  if (ended.reason === 'OOMKilled') {
    return { because: `${label} se ha reiniciado ${times}: gastó más memoria que su límite.`, says: ended.reason }
  }
  const why =
    ended.exitCode === 0
      ? `su proceso 1 terminó (código 0), y un pod con restartPolicy ${pod.spec.restartPolicy ?? 'Always'} lo vuelve a arrancar.`
      : `su proceso 1 terminó con el código ${ended.exitCode}.`
  const backOff = status.state?.waiting?.reason === 'CrashLoopBackOff' ? status.state.waiting.message : undefined
  return {
    because: `${label} se ha reiniciado ${times}: ${why}${backOff === undefined ? '' : ' Antes de cada intento espera más que antes del anterior (CrashLoopBackOff).'}`,
    says: backOff ?? ended.reason ?? `exit code ${ended.exitCode}`,
  }
}
