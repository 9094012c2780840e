// What a pod's volumes have to do with a node. k8s: plugins/volumebinding, volumerestrictions
import type { PlacedPod, PlacementWorld, Refusal, Rule } from './objects.ts'
import { someTermMatches } from './requirement.ts'

const plugin = 'VolumeBinding'

export const volumeBinding: Rule = (pod, node, world) => {
  for (const { name, claim } of claimsOf(pod, world)) {
    if (!claim) continue
    const { volumeName } = claim.spec
    const volume = world.volumes.find(({ metadata }) => metadata.name === volumeName)
    const terms = volume?.spec.nodeAffinity?.required?.nodeSelectorTerms
    if (!terms || someTermMatches(terms, node)) continue
    const because = `el volumen ${volumeName} de su PVC ${name} es de otro nodo`
    return [{ plugin, says: "node(s) didn't match PersistentVolume's node affinity", because }]
  }
  return []
}

/** What keeps the pod from every node: a claim that is not there. */
export function missingClaim(pod: PlacedPod, world: PlacementWorld): Refusal | undefined {
  const missing = claimsOf(pod, world).find(({ claim }) => claim === undefined)
  if (!missing) return undefined
  return {
    plugin: 'VolumeBinding',
    says: `persistentvolumeclaim "${missing.name}" not found`,
    because: `el pod usa la PVC ${missing.name}, que no existe`,
  }
}

function claimsOf({ metadata, spec }: PlacedPod, { claims }: PlacementWorld) {
  return (spec.volumes ?? []).flatMap(({ persistentVolumeClaim }) => {
    if (!persistentVolumeClaim) return []
    const name = persistentVolumeClaim.claimName
    const claim = claims.find((each) => each.metadata.name === name && each.metadata.namespace === metadata.namespace)
    return [{ name, claim }]
  })
}
