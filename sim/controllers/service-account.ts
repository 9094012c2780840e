// Every namespace has a ServiceAccount `default`. k8s: pkg/controller/serviceaccount/serviceaccounts_controller.go
import { keyOf } from '../api/object.ts'
import { namespaces, serviceAccounts } from '../api/refs.ts'
import { watching, type CreateController } from './controller.ts'

export const createServiceAccountController: CreateController = ({ client, informers }) => {
  const cache = informers.for(namespaces)
  const accounts = informers.for(serviceAccounts)
  return {
    name: 'serviceaccount',
    watches: [
      watching(namespaces, (namespace) => [keyOf(namespace)]),
      watching(serviceAccounts, () => [], { gone: ({ metadata }) => [metadata.namespace!] }),
    ],
    async sync(namespace) {
      const found = cache.get('', namespace)
      if (!found || found.status?.phase === 'Terminating' || accounts.get(namespace, 'default')) return
      await client.create(serviceAccounts, { metadata: { namespace, name: 'default' } })
    },
  }
}
