// Why a pod has no node, or has one and does not run.
import type { Diagnosis } from './diagnosis.ts'
import { eventsOf } from './events.ts'
import { whyMountFails } from './failed-mount.ts'
import type { KubeEvent, Pod } from './objects.ts'
import { reasonInSpanish } from './scheduling-reason.ts'

/** undefined for a pod that is past Pending. */
export function whyPodPending(pod: Pod, events: KubeEvent[]): Diagnosis | undefined {
  if (pod.status?.phase !== undefined && pod.status.phase !== 'Pending') return undefined
  const { name } = pod.metadata
  if (!pod.spec.nodeName) {
    const scheduled = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled')
    const says =
      scheduled?.message ?? eventsOf(pod, events).find(({ reason }) => reason === 'FailedScheduling')?.message
    if (says === undefined) return { because: `El pod ${name} espera a que el scheduler le busque un nodo.` }
    const because = `El pod ${name} no tiene nodo: ${schedulingReasons(says).join('; ')}.`
    return { because, says, ...(isForGood(says) ? { settled: true } : {}) }
  }
  const waiting = pod.status?.containerStatuses?.find(({ state }) => state?.waiting?.message)?.state?.waiting
  if (waiting)
    return {
      because: `El pod ${name} está en ${pod.spec.nodeName} y no arranca: ${waiting.reason}.`,
      says: waiting.message!,
    }
  const mount = whyMountFails(pod, events)
  if (mount) return mount
  const trouble = eventsOf(pod, events).find(({ type }) => type === 'Warning')
  if (trouble?.message) {
    return {
      because: `El pod ${name} está en ${pod.spec.nodeName} y no arranca: ${trouble.reason}.`,
      says: trouble.message,
    }
  }
  return { because: `El pod ${name} está arrancando en ${pod.spec.nodeName}.` }
}

/**
 * The scheduler's sentence in Spanish, a reason each: `2 de 3 nodos ya tienen un pod del que este se aparta`.
 * A reason that is not known stays in English. (k8s: pkg/scheduler/framework/types.go FitError)
 */
export function schedulingReasons(says: string): string[] {
  if (says.startsWith('no nodes available to schedule pods')) return ['no hay ningún nodo en el cluster']
  const parts = /^0\/(\d+) nodes are available: (.*)$/s.exec(says)
  if (!parts) return [says]
  const [, total, rest] = parts
  const [reasons] = rest!.split(/\.(?: |$)/)
  return reasons!.split(/, (?=\d+ )/).map((reason) => {
    const counted = /^(\d+) (.*)$/s.exec(reason)
    if (!counted) return reasonInSpanish(reason) ?? reason
    const [, count, what] = counted
    const spanish = reasonInSpanish(what!)
    return spanish === undefined ? `${count} de ${total} nodos: ${what}` : `en ${count} de ${total} nodos ${spanish}`
  })
}

/** Only where the pod may be is in the way: no pod that ends and no volume that comes will change it. */
function isForGood(says: string): boolean {
  const reasons = /^0\/\d+ nodes are available: (.*?)\. /s.exec(says)?.[1]?.split(/, (?=\d+ )/) ?? []
  return reasons.length > 0 && reasons.every((reason) => /(?:Pod's|PersistentVolume's) node affinity/.test(reason))
}
