// The scheduler's reasons for refusing a node, in Spanish. k8s: pkg/scheduler/framework/plugins

const translations: [RegExp, string][] = [
  [/^Insufficient (\S+)$/, 'no queda $1 sin reservar para lo que pide'],
  [/^Too many pods$/, 'no caben más pods'],
  [/^node\(s\) had untolerated taint.*$/, 'hay un taint que el pod no tolera'],
  [/^node\(s\) were unschedulable$/, 'no se admiten pods nuevos (cordon)'],
  [
    /^node\(s\) didn't match Pod's node affinity\/selector$/,
    'no se cumple lo que el pod exige del nodo (nodeSelector o nodeAffinity)',
  ],
  [/^node\(s\) didn't match pod anti-affinity rules$/, 'ya hay un pod del que este exige apartarse (podAntiAffinity)'],
  [/^node\(s\) didn't match pod affinity rules$/, 'no está el pod junto al que este exige ir (podAffinity)'],
  [
    /^node\(s\) didn't satisfy existing pods anti-affinity rules$/,
    'hay un pod que exige estar apartado de este (podAntiAffinity)',
  ],
  [/^node\(s\) didn't match PersistentVolume's node affinity$/, 'no está el volumen del pod, que es de otro nodo'],
  [/^node\(s\) didn't find available persistent volumes to bind$/, 'no hay un PV libre para su PVC'],
  [/^node\(s\) didn't match the requested node name$/, 'el nombre no es el que el pod pide (nodeName)'],
  [
    /^node\(s\) didn't have free ports for the requested pod ports$/,
    'ya está cogido el puerto del nodo que el pod pide (hostPort)',
  ],
  [
    /^node\(s\) didn't match pod topology spread constraints \(missing required label\)$/,
    'falta la etiqueta por la que el pod se reparte (topologySpreadConstraints)',
  ],
  [
    /^node\(s\) didn't match pod topology spread constraints$/,
    'habría demasiados pods suyos juntos (topologySpreadConstraints)',
  ],
  [/^node\(s\) exceed max volume count$/, 'no se pueden montar más volúmenes'],
  [/^node\(s\) had no available volume zone$/, 'el volumen del pod es de otra zona'],
  [/^node\(s\) had no available disk$/, 'otro pod tiene montado ese disco'],
  [
    /^node\(s\) unavailable due to PersistentVolumeClaim with ReadWriteOncePod.*$/,
    'otro pod usa ya su PVC, que es de un solo pod (ReadWriteOncePod)',
  ],
  [/^node\(s\) did not have enough free storage$/, 'no queda sitio para el volumen'],
  [/^node\(s\) unavailable due to one or more pvc\(s\) bound to non-existent pv\(s\)$/, 'el PV de su PVC ya no existe'],
  [/^node\(s\) didn't satisfy plugin\(s\) \[NodeAffinity\]$/, 'no es de los nodos que el pod nombra (nodeAffinity)'],
  [/^pod has unbound immediate PersistentVolumeClaims$/, 'una de sus PVC todavía no tiene volumen'],
  [/^persistentvolumeclaim "(.+)" not found$/, 'usa la PVC $1, que no existe'],
]

/** What follows «en este nodo»; undefined for a sentence that is not known. */
export function reasonInSpanish(reason: string): string | undefined {
  const found = translations.find(([pattern]) => pattern.test(reason))
  return found && reason.replace(found[0], found[1]).trimEnd()
}
