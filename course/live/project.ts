// From the objects of a cluster to what the page shows of them. Pure: same world, same items.
import type { Diagnosis } from '../../diagnose/diagnosis.ts'
import { whyProbeFails } from '../../diagnose/failing-probe.ts'
import type { ApiObject, Claim, KubeEvent, Pod, Volume } from '../../diagnose/objects.ts'
import { whyClaimPending } from '../../diagnose/pending-claim.ts'
import { whyPodPending } from '../../diagnose/pending-pod.ts'
import { whyContainerRestarts } from '../../diagnose/restarting-container.ts'
import { identityOf } from './identity.ts'
import type { ClaimItem, EventItem, LiveItem, NodeItem, PodItem, Tone, VolumeItem } from './item.ts'
import { cronJobItem, jobItem } from './project-jobs.ts'
import { classItem, deploymentItem, ingressItem, serviceItem } from './project-network.ts'
import { isSystem, type Node, type World } from './world.ts'

/** Newest events that the page gets; it shows fewer. */
const eventsMax = 60

export function project(world: World): LiveItem[] {
  const mine = <T extends ApiObject>(list: T[]): T[] => list.filter(({ metadata }) => !isSystem(metadata.namespace))
  return [
    ...world.nodes.map(nodeItem),
    ...mine(world.pods).map((pod) => podItem(pod, world)),
    ...mine(world.claims).map((claim) => claimItem(claim, world)),
    ...world.volumes.map(volumeItem),
    ...world.classes.map(classItem),
    ...mine(world.deployments).map(deploymentItem),
    ...mine(world.jobs).map((job) => jobItem(job, world)),
    ...mine(world.cronJobs).map((cronJob) => cronJobItem(cronJob, world)),
    // Every cluster has the Service of its own API; it says nothing of the lab.
    ...mine(world.services)
      .filter(({ metadata }) => metadata.name !== 'kubernetes' || metadata.namespace !== 'default')
      .map((service) => serviceItem(service, world)),
    ...mine(world.ingresses).map((ingress) => ingressItem(ingress, world)),
    ...eventItems(world.events),
  ]
}

function nodeItem(node: Node): NodeItem {
  const ready = node.status?.conditions?.find(({ type }) => type === 'Ready')
  const cordoned = node.spec?.unschedulable === true
  const word = `${ready?.status === 'True' ? 'Ready' : 'NotReady'}${cordoned ? ',SchedulingDisabled' : ''}`
  // The cordon's own taint says the same twice.
  const taints = (node.spec?.taints ?? []).filter(({ key }) => key !== 'node.kubernetes.io/unschedulable')
  return {
    ...identityOf('Node', node),
    word,
    tone: ready?.status !== 'True' ? 'bad' : cordoned ? 'waiting' : 'good',
    taints: taints.map(({ key, value, effect }) => `${key}${value ? `=${value}` : ''}:${effect}`),
    cordoned,
    ...(ready && ready.status !== 'True' && ready.message ? { why: kubernetesSays(ready.message) } : {}),
  }
}

function podItem(pod: Pod, { events }: World): PodItem {
  const statuses = pod.status?.containerStatuses ?? []
  const { word, tone } = podWord(pod)
  const why = whyPod(pod, events)
  return {
    ...identityOf('Pod', pod),
    word,
    tone,
    node: pod.spec.nodeName,
    ready: statuses.filter(({ ready }) => ready).length,
    containers: pod.spec.containers.length,
    restarts: statuses.reduce((sum, { restartCount }) => sum + restartCount, 0),
    ip: pod.status?.podIP,
    claims: (pod.spec.volumes ?? []).flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? []),
    ...(why ? { why } : {}),
  }
}

/** k8s: pkg/printers/internalversion printPod: the STATUS column, as far as a learner meets it. */
function podWord(pod: Pod): { word: string; tone: Tone } {
  if (pod.metadata.deletionTimestamp) return { word: 'Terminating', tone: 'waiting' }
  const statuses = pod.status?.containerStatuses ?? []
  for (const { state } of statuses) {
    const reason = state?.waiting?.reason
    if (reason) return { word: reason, tone: /ContainerCreating|PodInitializing/.test(reason) ? 'waiting' : 'bad' }
  }
  const phase = pod.status?.phase ?? 'Pending'
  if (phase === 'Succeeded') return { word: 'Completed', tone: 'ended' }
  if (phase === 'Failed') return { word: 'Error', tone: 'bad' }
  if (phase !== 'Running') return { word: phase, tone: 'waiting' }
  const stopped = statuses.find(({ state }) => state?.terminated)?.state?.terminated
  if (stopped) return { word: stopped.reason ?? 'Error', tone: stopped.exitCode === 0 ? 'ended' : 'bad' }
  return { word: 'Running', tone: statuses.every(({ ready }) => ready) ? 'good' : 'waiting' }
}

function whyPod(pod: Pod, events: KubeEvent[]): Diagnosis | undefined {
  const pending = whyPodPending(pod, events)
  if (pending) return pending
  for (const { name, ready } of pod.status?.containerStatuses ?? []) {
    const why = ready ? undefined : (whyContainerRestarts(pod, name, events) ?? whyProbeFails(pod, name, events))
    if (why) return why
  }
  return undefined
}

function claimItem(claim: Claim, { volumes, classes, events }: World): ClaimItem {
  const why = whyClaimPending(claim, { volumes, classes, events })
  const going = claim.metadata.deletionTimestamp !== undefined
  const phase = claim.status?.phase ?? 'Pending'
  return {
    ...identityOf('PersistentVolumeClaim', claim),
    word: going ? 'Terminating' : phase,
    tone: going ? 'waiting' : phase === 'Bound' ? 'good' : phase === 'Lost' ? 'bad' : 'waiting',
    asks: claim.spec.resources?.requests?.storage ?? '',
    got: claim.status?.capacity?.storage,
    volume: claim.spec.volumeName || undefined,
    storageClass: claim.spec.storageClassName,
    modes: modesOf(claim.spec.accessModes),
    ...(why && !going ? { why } : {}),
  }
}

function volumeItem(volume: Volume): VolumeItem {
  const { claimRef } = volume.spec
  const phase = volume.metadata.deletionTimestamp ? 'Terminating' : (volume.status?.phase ?? 'Pending')
  const tones: Record<string, Tone> = { Bound: 'good', Available: 'ended', Failed: 'bad' }
  return {
    ...identityOf('PersistentVolume', volume),
    word: phase,
    tone: tones[phase] ?? 'waiting',
    capacity: volume.spec.capacity?.storage ?? '',
    claim: claimRef?.name ? `${claimRef.namespace ?? ''}/${claimRef.name}` : undefined,
    storageClass: volume.spec.storageClassName ?? '',
    modes: modesOf(volume.spec.accessModes),
    policy: volume.spec.persistentVolumeReclaimPolicy ?? '',
    ...(phase === 'Released' && claimRef?.name
      ? { why: { because: `Se acuerda de ${claimRef.name}, la PVC que se borró: nadie más puede usarlo.` } }
      : {}),
  }
}

/** As kubectl's columns: RWO, ROX, RWX, RWOP. */
function modesOf(modes: string[] | undefined): string {
  const short: Record<string, string> = {
    ReadWriteOnce: 'RWO',
    ReadOnlyMany: 'ROX',
    ReadWriteMany: 'RWX',
    ReadWriteOncePod: 'RWOP',
  }
  return (modes ?? []).map((mode) => short[mode] ?? mode).join(',')
}

function eventItems(events: KubeEvent[]): EventItem[] {
  return events
    .filter(({ involvedObject }) => !isSystem(involvedObject.namespace))
    .map(eventItem)
    .toSorted((a, b) => (a.last < b.last ? 1 : a.last > b.last ? -1 : a.key < b.key ? -1 : 1))
    .slice(0, eventsMax)
}

function eventItem(event: KubeEvent): EventItem {
  const { involvedObject: about, series } = event
  const last = series?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime ?? event.firstTimestamp ?? ''
  return {
    ...identityOf('Event', event),
    word: event.type ?? 'Normal',
    tone: event.type === 'Warning' ? 'bad' : 'good',
    reason: event.reason ?? '',
    message: event.message ?? '',
    about: `${(about.kind ?? '').toLowerCase()}/${about.name ?? ''}`,
    count: series?.count ?? event.count ?? 1,
    last,
  }
}

function kubernetesSays(says: string): Diagnosis {
  return { because: 'El nodo no está listo.', says }
}
