// Why a claim has no volume yet.
import type { Diagnosis } from './diagnosis.ts'
import { eventsOf } from './events.ts'
import type { Claim, KubeEvent, StorageClass, Volume } from './objects.ts'
import { quantityOf } from './quantity.ts'
import { selects } from './selector.ts'

/** What a claim is measured against: all volumes and classes of the cluster, the events of the claim's namespace. */
export interface ClaimWorld {
  volumes: Volume[]
  classes: StorageClass[]
  events: KubeEvent[]
}

/** undefined for a claim that is bound. (k8s: pkg/controller/volume/persistentvolume syncUnboundClaim) */
export function whyClaimPending(claim: Claim, world: ClaimWorld): Diagnosis | undefined {
  if (claim.status?.phase === 'Bound') return undefined
  const heard = eventsOf(claim, world.events)
  // The binder repeats that it waits: what the provisioner said in between is what counts.
  const says = (heard.find(({ reason }) => reason === 'ProvisioningFailed') ?? heard[0])?.message
  const quoted = says === undefined ? {} : { says }
  const { volumeName, storageClassName } = claim.spec
  if (volumeName) return { ...whyNamedVolume(claim, volumeName, world.volumes), ...quoted }
  const fits = world.volumes.filter((volume) => misfits(claim, volume).length === 0)
  if (fits.length > 0) {
    return { because: `Hay un PV que vale, ${names(fits)}: Kubernetes lo encontrará en su próximo repaso.`, ...quoted }
  }
  const found = world.classes.find(({ metadata }) => metadata.name === storageClassName)
  if (found) return { ...whyNotProvisioned(claim, found, world.volumes, heard), ...quoted }
  return { because: noMatch(claim, world.volumes), settled: true, ...quoted }
}

/** In what a volume does not satisfy a claim, each as a Spanish sentence without its full stop; none when it does. */
function misfits(claim: Claim, volume: Volume): string[] {
  const { spec } = claim
  const { name } = volume.metadata
  const reasons: string[] = []
  const wantedClass = spec.storageClassName ?? ''
  const offeredClass = volume.spec.storageClassName ?? ''
  if (wantedClass !== offeredClass) {
    reasons.push(`la clase: la PVC pide ${orNone(wantedClass)} y ${name} es de ${orNone(offeredClass)}`)
  }
  const modes = (spec.accessModes ?? []).filter((mode) => !volume.spec.accessModes?.includes(mode))
  if (modes.length > 0) {
    const offered = volume.spec.accessModes?.join(', ') ?? 'ninguno'
    reasons.push(`el modo de acceso: la PVC pide ${modes.join(', ')} y ${name} ofrece ${offered}`)
  }
  const wanted = spec.resources?.requests?.storage ?? '0'
  const offered = volume.spec.capacity?.storage ?? '0'
  if (quantityOf(wanted) > quantityOf(offered)) {
    reasons.push(`el tamaño: la PVC pide ${wanted} y ${name} tiene ${offered}`)
  }
  const wantedMode = spec.volumeMode ?? 'Filesystem'
  const offeredMode = volume.spec.volumeMode ?? 'Filesystem'
  if (wantedMode !== offeredMode) {
    reasons.push(`el volumeMode: la PVC pide ${wantedMode} y ${name} es ${offeredMode}`)
  }
  if (spec.selector && !selects(spec.selector, volume.metadata.labels)) {
    reasons.push(`el selector: ${name} no tiene las etiquetas que pide la PVC`)
  }
  const taken = whyTaken(claim, volume)
  if (taken) reasons.push(taken)
  return reasons
}

function whyTaken(claim: Claim, { metadata, spec, status }: Volume): string | undefined {
  const { claimRef } = spec
  if (!claimRef) return undefined
  const owner = `${claimRef.namespace ?? ''}/${claimRef.name ?? ''}`
  if (status?.phase === 'Released') {
    return `el estado: ${metadata.name} está Released, todavía se acuerda de ${owner}, que se borró`
  }
  const reserved =
    owner === `${claim.metadata.namespace ?? ''}/${claim.metadata.name}` &&
    (!claimRef.uid || claimRef.uid === claim.metadata.uid)
  return reserved ? undefined : `el dueño: ${metadata.name} ya es de ${owner}`
}

/** A claim that waits for a volume by hand: what keeps it from the nearest of its class, or which classes there are. */
function noMatch(claim: Claim, volumes: Volume[]): string {
  const label = `La PVC ${claim.metadata.name} no casa con ningún PV`
  if (volumes.length === 0)
    return `La PVC ${claim.metadata.name} no tiene con quién casar: no hay ningún PV en el cluster.`
  const wanted = claim.spec.storageClassName ?? ''
  const sameClass = volumes.filter(({ spec }) => (spec.storageClassName ?? '') === wanted)
  if (sameClass.length === 0) {
    const classes = [...new Set(volumes.map(({ spec }) => orNone(spec.storageClassName ?? '')))].join(', ')
    return `${label}. No encaja la clase: pide ${orNone(wanted)}, y los PV que hay son de ${classes}.${afterwards(wanted)}`
  }
  const [nearest] = sameClass
    .map((volume) => ({ reasons: misfits(claim, volume), free: volume.spec.claimRef === undefined }))
    .toSorted((a, b) => Number(b.free) - Number(a.free) || a.reasons.length - b.reasons.length)
  return `${label}. No encaja ${nearest!.reasons.join('; ni ')}.${afterwards(wanted)}`
}

/** The server's sentence speaks of the class even where the size was wrong: say why. */
function afterwards(wanted: string): string {
  return wanted === ''
    ? ''
    : ` Como no hay un PV que valga, Kubernetes busca una StorageClass «${wanted}» con la que crearlo, y tampoco la hay.`
}

function whyNamedVolume(claim: Claim, name: string, volumes: Volume[]): Diagnosis {
  const volume = volumes.find(({ metadata }) => metadata.name === name)
  if (!volume) return { because: `La PVC ${claim.metadata.name} pide el PV ${name}, que no existe.`, settled: true }
  const reasons = misfits(claim, volume)
  if (reasons.length === 0) return { because: `La PVC ${claim.metadata.name} y el PV ${name} se están vinculando.` }
  return {
    because: `La PVC ${claim.metadata.name} pide el PV ${name}. No encaja ${reasons.join('; ni ')}.`,
    settled: true,
  }
}

function whyNotProvisioned(
  claim: Claim,
  { metadata, provisioner, volumeBindingMode }: StorageClass,
  volumes: Volume[],
  heard: KubeEvent[],
): Diagnosis {
  const label = `La PVC ${claim.metadata.name}`
  const node = claim.metadata.annotations?.['volume.kubernetes.io/selected-node']
  if (volumeBindingMode === 'WaitForFirstConsumer' && node === undefined) {
    return {
      because: `${label} es de la clase ${metadata.name}, que no crea el volumen hasta que un pod lo use (WaitForFirstConsumer).`,
    }
  }
  if (provisioner === 'kubernetes.io/no-provisioner') {
    return { because: `La clase ${metadata.name} no tiene provisionador: sus PV se dan de alta a mano.`, settled: true }
  }
  const free = volumes.find(({ spec }) => spec.storageClassName === metadata.name && spec.claimRef === undefined)
  const besides = free ? ` No le vale ${free.metadata.name}: no encaja ${misfits(claim, free).join('; ni ')}.` : ''
  const failed = heard.find(({ reason }) => reason === 'ProvisioningFailed')?.message
  if (failed !== undefined) {
    return { because: `${label} no tiene volumen: el provisionador ${provisioner} ${whyFailed(failed)}.${besides}` }
  }
  const taken = heard.some(({ reason }) => reason === 'Provisioning')
  const silent = taken ? '' : ' Todavía no ha contestado: ¿está instalado, y en marcha, un programa con ese nombre?'
  return { because: `${label} espera a que el provisionador ${provisioner} cree su volumen.${silent}${besides}` }
}

/** What a provisioner's refusal means. (sig-storage-lib-external-provisioner, external-provisioner) */
function whyFailed(says: string): string {
  return failures.find(([pattern]) => pattern.test(says))?.[1] ?? 'lo ha intentado y no ha podido'
}

const failures: [RegExp, string][] = [
  [/no space left on device|ResourceExhausted|insufficient (?:capacity|space)/i, 'dice que su backend está lleno'],
  [
    /unauthenticated|permission ?denied|access denied|unauthorized|\b40[13]\b/i,
    'no puede entrar en su backend: mira las credenciales',
  ],
  [/only supports ReadWriteOnce/, 'no sabe crear volúmenes compartidos (ReadWriteMany)'],
  [
    /no node was specified/,
    'necesita saber en qué nodo va, y una clase Immediate no se lo dice (usa WaitForFirstConsumer)',
  ],
  [/claim\.Spec\.Selector is not supported/, 'no admite un selector en la PVC'],
  [
    /create process timeout after \d+ seconds/,
    'ha mandado hacer el volumen y nadie lo ha terminado a tiempo. Lo que pasó está en su registro (kubectl logs)',
  ],
]

function orNone(name: string): string {
  return name === '' ? '(ninguna)' : name
}

function names(volumes: Volume[]): string {
  return volumes.map(({ metadata }) => metadata.name).join(', ')
}
