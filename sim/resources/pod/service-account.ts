// Admission of pods: which ServiceAccount a pod runs as, and the token that its containers find.
// k8s: plugin/pkg/admission/serviceaccount/admission.go
import { pods, serviceAccounts } from '../../api/refs.ts'
import { forbidden } from '../../api/status.ts'
import type { Pod, PodSpec, ServiceAccount, Volume } from '../../generated/types.ts'
import type { ClusterView } from '../resource.ts'

const mirrorAnnotation = 'kubernetes.io/config.mirror'
const tokenMountPath = '/var/run/secrets/kubernetes.io/serviceaccount'
const volumePrefix = 'kube-api-access-'
/** An hour, and the seconds that tell a bound token from one that was asked for. */
const boundTokenSeconds = 3607
const suffixAlphabet = 'bcdfghjklmnpqrstvwxz2456789'

/** Names the account, mounts its token and lends its pull secrets; throws a 403 when there is no such account. */
export function admitServiceAccount(pod: Pod & { spec: PodSpec }, view: ClusterView): void {
  const { spec } = pod
  if (pod.metadata.annotations?.[mirrorAnnotation] !== undefined) return
  spec.serviceAccountName ??= 'default'
  spec.serviceAccount = spec.serviceAccountName
  const namespace = pod.metadata.namespace ?? ''
  const account = view.get(serviceAccounts, namespace, spec.serviceAccountName)
  if (!account) {
    const shown = pod.metadata.name ?? pod.metadata.generateName ?? 'Unknown'
    const missing = `serviceaccount "${spec.serviceAccountName}" not found`
    throw forbidden(pods, shown, `error looking up service account ${namespace}/${spec.serviceAccountName}: ${missing}`)
  }
  if (automounts(account, spec)) mountToken(spec, view)
  if (!spec.imagePullSecrets?.length && account.imagePullSecrets?.length) {
    spec.imagePullSecrets = account.imagePullSecrets.map((secret) => ({ ...secret }))
  }
}

function automounts(account: ServiceAccount, spec: PodSpec): boolean {
  return spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true
}

function mountToken(spec: PodSpec, view: ClusterView): void {
  const existing = spec.volumes?.find((volume) => volume.name.startsWith(volumePrefix))
  const name = existing?.name ?? volumePrefix + suffix(view)
  let mounted = false
  for (const container of [...(spec.initContainers ?? []), ...(spec.containers ?? [])]) {
    if (container.volumeMounts?.some((mount) => mount.mountPath === tokenMountPath)) continue
    container.volumeMounts = [...(container.volumeMounts ?? []), { name, readOnly: true, mountPath: tokenMountPath }]
    mounted = true
  }
  if (!existing && mounted) spec.volumes = [...(spec.volumes ?? []), tokenVolume(name)]
}

function suffix(view: ClusterView): string {
  return Array.from({ length: 5 }, () => suffixAlphabet[Math.floor(view.random() * suffixAlphabet.length)]).join('')
}

function tokenVolume(name: string): Volume {
  return {
    name,
    projected: {
      sources: [
        { serviceAccountToken: { expirationSeconds: boundTokenSeconds, path: 'token' } },
        { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        {
          downwardAPI: {
            items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
          },
        },
      ],
      defaultMode: 0o644,
    },
  }
}
