// The claims of a pod, as its volumes name them. k8s: plugins/volumebinding, component-helpers/storage/ephemeral
import type { PersistentVolumeClaim, Pod } from '../generated/types.ts'

export interface ClaimName {
  name: string
  /** The claim is made for the pod, and goes with it. */
  ephemeral: boolean
}

export function claimNamesOf(pod: Pod): ClaimName[] {
  const names: ClaimName[] = []
  for (const volume of pod.spec?.volumes ?? []) {
    const claim = volume.persistentVolumeClaim
    if (claim) names.push({ name: claim.claimName, ephemeral: false })
    else if (volume.ephemeral) names.push({ name: `${pod.metadata.name}-${volume.name}`, ephemeral: true })
  }
  return names
}

export function usesClaim(pod: Pod, { metadata }: PersistentVolumeClaim): boolean {
  return metadata.namespace === pod.metadata.namespace && claimNamesOf(pod).some(({ name }) => name === metadata.name)
}
