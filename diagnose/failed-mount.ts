// Why a volume of a pod that has its node is not mounted there.
import type { Diagnosis } from './diagnosis.ts'
import { eventsOf } from './events.ts'
import type { KubeEvent, Pod } from './objects.ts'

/** From the newest event of the kubelet or the attacher; undefined when none complains. (k8s: pkg/kubelet/volumemanager) */
export function whyMountFails(pod: Pod, events: KubeEvent[]): Diagnosis | undefined {
  const failed = eventsOf(pod, events).find(
    ({ reason, message }) => (reason === 'FailedMount' || reason === 'FailedAttachVolume') && Boolean(message),
  )
  if (!failed) return undefined
  const says = failed.message!
  const volume = /for volume "([^"]+)"/.exec(says)?.[1]
  const what = volume === undefined ? 'sus volúmenes' : `el volumen ${volume}`
  const node = pod.spec.nodeName ?? ''
  const found = causes.find(([pattern]) => pattern.test(says))
  const why = found ? says.match(found[0])![0].replace(found[0], found[1]) : 'el montaje falla'
  return { because: `El pod ${pod.metadata.name} no arranca: ${node} no puede montar ${what}, porque ${why}.`, says }
}

/** What the sentence holds, and what it means after «porque». */
const causes: [RegExp, string][] = [
  [
    /unknown filesystem type '(nfs4?)'|you might need a \/sbin\/mount\.(?:<type>|nfs) helper program/,
    'en ese nodo no está el cliente NFS (el paquete nfs-common). Hace falta en todos los nodos',
  ],
  [
    /WaitForAttach failed for volume "[^"]+" : executable file not found in \$PATH/,
    'en ese nodo no está el cliente iSCSI (el paquete open-iscsi). Hace falta en todos los nodos',
  ],
  [/driver name (\S+) not found in the list of registered CSI drivers/, 'en ese nodo no corre el plugin CSI de $1'],
  [
    /timed out waiting for external-attacher of (\S+) CSI driver/,
    'nadie contesta por $1: su controlador CSI no está instalado o no funciona',
  ],
  [/Multi-Attach error/, 'el volumen sigue conectado a otro nodo, y solo puede estar en uno'],
  [/configmap "([^"]+)" not found/, 'no existe el ConfigMap $1'],
  [/secret "([^"]+)" not found/, 'no existe el Secret $1'],
  [/references non-existent (?:config|secret) key: (\S+)/, 'falta la clave $1 en su ConfigMap o Secret'],
  [/hostPath type check failed: (\S+) is not (.+)/, 'en el nodo, $1 no es lo que dice su type'],
  [/path "([^"]+)" does not exist/, 'en el nodo no existe la ruta $1'],
  [/mount failed: exit status \d+/, 'la orden mount ha fallado; en Output está lo que contestó el cliente'],
]
