// Secrets of type kubernetes.io/service-account-token get their account's token, the cluster's certificate and the namespace;
// without the account they go. k8s: pkg/controller/serviceaccount/tokens_controller.go
import { keyOf, splitKey } from '../api/object.ts'
import { secrets, serviceAccounts } from '../api/refs.ts'
import type { Context } from '../client/context.ts'
import type { Secret, ServiceAccount } from '../generated/types.ts'
import { watching, type Controller } from './controller.ts'

export type SecretToken = (account: ServiceAccount, secret: Secret) => Promise<string>

const type = 'kubernetes.io/service-account-token'
const nameAnnotation = 'kubernetes.io/service-account.name'
const uidAnnotation = 'kubernetes.io/service-account.uid'

export function createTokenSecretController(
  { client, informers }: Context,
  { rootCertificate, secretToken }: { rootCertificate: string; secretToken: SecretToken },
): Controller {
  const cache = informers.for(secrets)
  const accounts = informers.for(serviceAccounts)
  const accountOf = ({ metadata }: Secret): ServiceAccount | undefined =>
    accounts.get(metadata.namespace!, metadata.annotations?.[nameAnnotation] ?? '')
  const of = ({ metadata }: ServiceAccount): string[] =>
    cache
      .list(metadata.namespace)
      .filter((secret) => secret.type === type && secret.metadata.annotations?.[nameAnnotation] === metadata.name)
      .map(keyOf)
  return {
    name: 'tokens',
    watches: [
      watching(secrets, (secret) => (secret.type === type ? [keyOf(secret)] : [])),
      watching(serviceAccounts, of),
    ],
    async sync(key) {
      const { namespace, name } = splitKey(key)
      const secret = cache.get(namespace, name)
      if (!secret?.metadata.annotations?.[nameAnnotation]) return
      const account = accountOf(secret)
      const known = secret.metadata.annotations[uidAnnotation]
      if (!account || (known && known !== account.metadata.uid)) return client.delete(secrets, namespace, name)
      const data = {
        'ca.crt': btoa(rootCertificate),
        namespace: btoa(namespace),
        token: secret.data?.['token'] ?? btoa(await secretToken(account, secret)),
      }
      const same = Object.entries(data).every(([field, value]) => secret.data?.[field] === value)
      if (same && known) return
      const annotations = { ...secret.metadata.annotations, [uidAnnotation]: account.metadata.uid! }
      const metadata = { ...secret.metadata, annotations }
      await client.update(secrets, { ...secret, metadata, data: { ...secret.data, ...data } })
    },
  }
}
